package io.github.licensing4j.spi;

import io.github.licensing4j.LicenseId;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A key that signs the calls of a license (RFC 9421), as stored.
 *
 * @param id its public name, {@code sig_…} or a given one, unique in the store: the {@code keyid} of its signatures
 * @param license its license
 * @param revision 1 when it is created, one more at each change
 * @param algorithm the only algorithm it is used with, by its name in RFC 9421 §6.2.2
 * @param material the public key as a JWK; for {@code hmac-sha256} the secret, encrypted with a key that is not in the store
 * @param name the owner's name for it; may be empty
 * @param restrictions the scopes and bindings of a call that has no other credential
 * @param times when it was created and ends
 */
public record SignatureKeyRecord(
        String id,
        LicenseId license,
        long revision,
        String algorithm,
        String material,
        String name,
        Restrictions restrictions,
        Times times) {
    public SignatureKeyRecord {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(license, "license");
    }

    /**
     * The instants at which a key was created and ends.
     *
     * @param createdAt when it was created
     * @param expiresAt the first instant at which it is no longer valid, null if it has no end
     * @param revokedAt when it was revoked, null if it was not
     */
    public record Times(
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant revokedAt) {}

    /** Returns this key one revision further, revoked. */
    public SignatureKeyRecord revoked(Instant at) {
        Times ended = new Times(times.createdAt, times.expiresAt, at);
        return new SignatureKeyRecord(id, license, revision + 1, algorithm, material, name, restrictions, ended);
    }

    /** Hides the material, which may be an encrypted secret. */
    @Override
    public String toString() {
        return "SignatureKeyRecord[id=" + id + ", license=" + license + ", revision=" + revision + ", algorithm="
                + algorithm + ", times=" + times + "]";
    }
}
