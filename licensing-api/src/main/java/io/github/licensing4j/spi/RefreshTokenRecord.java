package io.github.licensing4j.spi;

import io.github.licensing4j.LicenseId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A refresh token as it is stored, by its hash alone. Each is used once; all that follow from one exchange are a family.
 *
 * @param hash the SHA-256 of the token, in hexadecimal
 * @param family the name of its family, {@code fam_…}
 * @param keyId the API key the family came from
 * @param license the license it speaks for
 * @param revision 1 when it is created, one more at each change
 * @param expiresAt the first instant at which it no longer holds
 * @param usedAt when it was exchanged for the next one, null if it was not yet
 */
public record RefreshTokenRecord(
        String hash,
        String family,
        String keyId,
        LicenseId license,
        long revision,
        Instant expiresAt,
        @Nullable Instant usedAt) {

    /** The same token, used up. */
    public RefreshTokenRecord used(Instant at) {
        return new RefreshTokenRecord(hash, family, keyId, license, revision + 1, expiresAt, at);
    }

    /** Without the hash. */
    @Override
    public String toString() {
        return "RefreshTokenRecord[family=" + family + ", license=" + license.value() + ", revision=" + revision + "]";
    }
}
