package io.github.licensing4j.core;

import io.github.licensing4j.Identified;
import io.github.licensing4j.License;
import io.github.licensing4j.ProofChallenge;
import io.github.licensing4j.Refusal;
import java.util.Map;
import java.util.Optional;

/**
 * A caller that is admitted in observe mode although its identification was refused. It never shows the license it
 * claims.
 *
 * @param refusal the refusal that was not enforced
 */
record UnlicensedCaller(Refusal refusal) implements Identified {

    @Override
    public Optional<License> license() {
        return Optional.empty();
    }

    /** Returns what the refusal would have had, so that a client gets its nonce in observe mode too. */
    @Override
    public Map<String, String> responseFields() {
        ProofChallenge challenge = refusal.challenge();
        return challenge == null ? Map.of() : challenge.fields();
    }
}
