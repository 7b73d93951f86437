package io.github.licensing4j.core.license;

import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.core.credential.Bindings;
import io.github.licensing4j.spi.ApiKeyRecord;
import io.github.licensing4j.spi.Confirmation;
import io.github.licensing4j.spi.KeyRestraint;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The validity of a credential according to the store, at an instant.
 *
 * @param generation the generation at which it was read; valid while that is current
 * @param untilMillis the first epoch millisecond at which time alone may have changed it
 * @param refused why it is not valid, null if it is
 * @param proofs what each call with it must prove: those of the credential, that of a license whose calls must be signed, and that of a
 *     restraint
 * @param bindings the callers that its stored license is bound to, none if it is not stored
 * @param hasMoved whether it is not valid because the name of its license leads to another license, or to none: verified again,
 *     it may be valid
 * @param restraint what refuses it, or asks for a proof, because of a signal; null if nothing does
 */
public record CredentialStatus(
        long generation,
        long untilMillis,
        @Nullable RefusalCode refused,
        List<Confirmation> proofs,
        Bindings bindings,
        boolean hasMoved,
        @Nullable KeyRestraint restraint) {

    private CredentialStatus(long generation, RefusalCode refused, boolean hasMoved) {
        this(generation, Long.MAX_VALUE, refused, List.of(), Bindings.none(), hasMoved, null);
    }

    static CredentialStatus holding(long generation, CallRequirements required) {
        return new CredentialStatus(
                generation, Long.MAX_VALUE, null, required.proofs(), required.bindings(), false, null);
    }

    static CredentialStatus revoked(long generation) {
        return new CredentialStatus(generation, RefusalCode.CREDENTIAL_REVOKED, false);
    }

    static CredentialStatus refused(long generation) {
        return new CredentialStatus(generation, RefusalCode.CREDENTIAL_INVALID, false);
    }

    static CredentialStatus moved(long generation) {
        return new CredentialStatus(generation, RefusalCode.CREDENTIAL_INVALID, true);
    }

    static CredentialStatus ofKey(ApiKeyRecord key, long generation, CallRequirements required, Instant now) {
        if (key.revokedAt() != null) {
            return revoked(generation);
        }
        Instant end = key.expiresAt();
        if (end == null) {
            return holding(generation, required);
        }
        return now.isBefore(end)
                ? holding(generation, required).until(end.toEpochMilli())
                : new CredentialStatus(generation, RefusalCode.CREDENTIAL_EXPIRED, false);
    }

    /** Returns this status, valid for a shorter time. */
    CredentialStatus until(long millis) {
        return new CredentialStatus(
                generation, Math.min(untilMillis, millis), refused, proofs, bindings, hasMoved, restraint);
    }

    /** Returns this status of a key that is suspended. */
    CredentialStatus suspended(KeyRestraint by) {
        return new CredentialStatus(
                generation, untilMillis, RefusalCode.LICENSE_SUSPENDED, proofs, bindings, hasMoved, by);
    }

    /** Returns this status of a key whose calls need a proof. */
    CredentialStatus proven(List<Confirmation> needed, KeyRestraint by) {
        return new CredentialStatus(generation, untilMillis, refused, needed, bindings, hasMoved, by);
    }
}
