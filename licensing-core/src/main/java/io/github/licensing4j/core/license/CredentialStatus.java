package io.github.licensing4j.core.license;

import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.spi.ApiKeyRecord;
import org.jspecify.annotations.Nullable;

/**
 * What the store said of a credential.
 *
 * @param generation the generation under which it said so; good for as long as that stands
 * @param untilMillis the first epoch millisecond at which a key no longer holds
 * @param refused why it does not hold, null if it does
 */
public record CredentialStatus(
        long generation, long untilMillis, @Nullable RefusalCode refused) {

    static CredentialStatus holding(long generation) {
        return new CredentialStatus(generation, Long.MAX_VALUE, null);
    }

    static CredentialStatus revoked(long generation) {
        return new CredentialStatus(generation, Long.MAX_VALUE, RefusalCode.CREDENTIAL_REVOKED);
    }

    static CredentialStatus refused(long generation) {
        return new CredentialStatus(generation, Long.MAX_VALUE, RefusalCode.CREDENTIAL_INVALID);
    }

    static CredentialStatus ofKey(ApiKeyRecord key, long generation) {
        return new CredentialStatus(
                generation,
                key.expiresAt() == null ? Long.MAX_VALUE : key.expiresAt().toEpochMilli(),
                key.revokedAt() == null ? null : RefusalCode.CREDENTIAL_REVOKED);
    }
}
