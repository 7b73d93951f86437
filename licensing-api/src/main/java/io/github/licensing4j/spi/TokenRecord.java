package io.github.licensing4j.spi;

import io.github.licensing4j.LicenseId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A license token that was issued, by its id. Kept until the token has expired.
 *
 * @param id its {@code jti}
 * @param license its license
 * @param keyId the API key it was issued for, null if it was issued by an administrator
 * @param family the family of refresh tokens it came with, null if there is none
 * @param statusIndex its index in the status list
 * @param issuedAt its {@code iat}
 * @param expiresAt its {@code exp}
 * @param revokedAt when it was revoked, null if it was not
 */
public record TokenRecord(
        String id,
        LicenseId license,
        @Nullable String keyId,
        @Nullable String family,
        long statusIndex,
        Instant issuedAt,
        Instant expiresAt,
        @Nullable Instant revokedAt) {

    /** Returns this token, revoked. */
    public TokenRecord revoked(Instant at) {
        return new TokenRecord(id, license, keyId, family, statusIndex, issuedAt, expiresAt, at);
    }
}
