package io.github.licensing4j.core;

import io.github.licensing4j.ProofChallenge;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.core.credential.dpop.DpopProofVerifier;
import io.github.licensing4j.core.credential.dpop.DpopSettings;
import io.github.licensing4j.core.credential.dpop.MemoryProofMarks;
import io.github.licensing4j.spi.ProofVerifier;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The verifiers of proofs of possession.
 *
 * @param verifiers all of them, those of the host first
 * @param dpop the one of DPoP, null if DPoP is off
 * @param requiresKey whether every credential must be bound to a key
 */
record Proofs(List<ProofVerifier> verifiers, @Nullable DpopProofVerifier dpop, boolean requiresKey) {
    private static final int MAX_MARKS = 200_000;

    Proofs {
        verifiers = List.copyOf(verifiers);
    }

    static Proofs of(LicensingBuilder settings, InstantSource clock) {
        DpopSettings wanted = settings.dpop;
        if (wanted.use() == DpopSettings.Use.OFF) {
            return new Proofs(settings.proofVerifiers, null, false);
        }
        // All nodes have the audit key, and it outlives the process.
        byte[] nonceKey = settings.stored.auditKey().derived("DPoP nonce");
        var marks = new MemoryProofMarks(MAX_MARKS, clock);
        DpopProofVerifier dpop = new DpopProofVerifier(wanted, nonceKey, marks, clock);
        List<ProofVerifier> all = new ArrayList<>(settings.proofVerifiers);
        all.add(dpop);
        return new Proofs(all, dpop, wanted.isRequired());
    }

    /** Returns the challenge of a call without a credential, null for that of the code. */
    @Nullable
    ProofChallenge missing() {
        return requiresKey ? DpopProofVerifier.CHALLENGE : null;
    }

    /** Returns the challenge of a credential that was presented with the scheme DPoP, null for that of the code. */
    @Nullable
    static ProofChallenge ofScheme(RefusalCode code) {
        return switch (code) {
            case CREDENTIAL_INVALID, CREDENTIAL_EXPIRED, CREDENTIAL_REVOKED, PROOF_REQUIRED ->
                DpopProofVerifier.INVALID_TOKEN;
            default -> null;
        };
    }
}
