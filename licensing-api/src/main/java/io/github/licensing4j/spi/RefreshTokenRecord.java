package io.github.licensing4j.spi;

import io.github.licensing4j.LicenseId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A refresh token as stored, by its hash only. Each is used once; all that follow from one exchange form a family.
 *
 * @param hash the SHA-256 of the token, in hexadecimal
 * @param family the name of its family, {@code fam_…}
 * @param keyId the API key the family came from
 * @param license its license
 * @param revision 1 when it is created, one more at each change
 * @param expiresAt the first instant at which it is no longer valid
 * @param usedAt when it was exchanged for the next one, null if it was not yet
 * @param granted the scopes and bindings that the first exchange granted; no later exchange exceeds them (RFC 6749 §6)
 */
public record RefreshTokenRecord(
        String hash,
        String family,
        String keyId,
        LicenseId license,
        long revision,
        Instant expiresAt,
        @Nullable Instant usedAt,
        Restrictions granted) {

    /** Returns this token, marked as used. */
    public RefreshTokenRecord used(Instant at) {
        return new RefreshTokenRecord(hash, family, keyId, license, revision + 1, expiresAt, at, granted);
    }

    /** Returns a description without the hash. */
    @Override
    public String toString() {
        return "RefreshTokenRecord[family=" + family + ", license=" + license.value() + ", revision=" + revision + "]";
    }
}
