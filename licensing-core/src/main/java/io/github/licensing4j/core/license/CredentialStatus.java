package io.github.licensing4j.core.license;

import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.core.credential.Bindings;
import io.github.licensing4j.spi.ApiKeyRecord;
import io.github.licensing4j.spi.Confirmation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The validity of a credential according to the store.
 *
 * @param generation the generation at which it was read; valid while that is current
 * @param untilMillis the first epoch millisecond at which a key is no longer valid
 * @param refused why it is not valid, null if it is
 * @param proofs what each call with it must prove: those of the credential, and that of a license whose calls must be signed
 * @param bindings the callers that its stored license is bound to, none if it is not stored
 * @param hasMoved whether it is not valid because the name of its license leads to another license, or to none: verified again,
 *     it may be valid
 */
public record CredentialStatus(
        long generation,
        long untilMillis,
        @Nullable RefusalCode refused,
        List<Confirmation> proofs,
        Bindings bindings,
        boolean hasMoved) {

    private CredentialStatus(long generation, RefusalCode refused, boolean hasMoved) {
        this(generation, Long.MAX_VALUE, refused, List.of(), Bindings.none(), hasMoved);
    }

    static CredentialStatus holding(long generation, CallRequirements required) {
        return new CredentialStatus(generation, Long.MAX_VALUE, null, required.proofs(), required.bindings(), false);
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

    static CredentialStatus ofKey(ApiKeyRecord key, long generation, CallRequirements required) {
        return new CredentialStatus(
                generation,
                key.expiresAt() == null ? Long.MAX_VALUE : key.expiresAt().toEpochMilli(),
                key.revokedAt() == null ? null : RefusalCode.CREDENTIAL_REVOKED,
                required.proofs(),
                required.bindings(),
                false);
    }
}
