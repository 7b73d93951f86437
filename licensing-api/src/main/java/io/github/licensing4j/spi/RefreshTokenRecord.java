package io.github.licensing4j.spi;

import io.github.licensing4j.LicenseId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
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
 * @param granted the scopes and bindings that the first exchange granted; no later exchange exceeds them
 */
public record RefreshTokenRecord(
        String hash,
        String family,
        String keyId,
        LicenseId license,
        long revision,
        Instant expiresAt,
        @Nullable Instant usedAt,
        Granted granted) {

    /** Returns this token, marked as used. */
    public RefreshTokenRecord used(Instant at) {
        return new RefreshTokenRecord(hash, family, keyId, license, revision + 1, expiresAt, at, granted);
    }

    /**
     * The scopes and bindings that an exchange granted to a family of refresh tokens (RFC 6749 §6).
     *
     * @param scopes the granted scopes
     * @param ips addresses and CIDR ranges it is bound to; empty for any
     * @param devices devices it is bound to; empty for any
     * @param users users it is bound to; empty for any
     */
    public record Granted(Set<String> scopes, List<String> ips, Set<String> devices, Set<String> users) {
        public Granted {
            scopes = Set.copyOf(scopes);
            ips = List.copyOf(ips);
            devices = Set.copyOf(devices);
            users = Set.copyOf(users);
        }
    }

    /** Returns a description without the hash. */
    @Override
    public String toString() {
        return "RefreshTokenRecord[family=" + family + ", license=" + license.value() + ", revision=" + revision + "]";
    }
}
