package io.github.licensing4j.spi;

import io.github.licensing4j.LicenseId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An API key as stored; the key itself cannot be recovered from it.
 *
 * @param id its public name, {@code key_…}
 * @param license its license
 * @param revision 1 when it is created, one more at each change
 * @param hash the SHA-256 of the whole key, in hexadecimal; unique
 * @param label the text by which people recognise it
 * @param restrictions its scopes and bindings
 * @param expiresAt the first instant at which it is no longer valid, null if it has no end
 * @param revokedAt when it was revoked, null if it was not
 * @param history when and how it was created and replaced
 */
public record ApiKeyRecord(
        String id,
        LicenseId license,
        long revision,
        String hash,
        Label label,
        Restrictions restrictions,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        History history) {

    /**
     * The text by which people recognise a key.
     *
     * @param masked the key in a form that may be shown: prefix and last four characters before the checksum
     * @param name the owner's name for it; may be empty
     */
    public record Label(String masked, String name) {}

    /**
     * The creation and the replacement of a key.
     *
     * @param createdAt when it was created
     * @param replacedBy the key that replaced it, null if none did
     * @param origin the credential with which a caller created it, null if an administrator did
     * @param root the key in whose quotas it counts, where it replaced another key or a caller created it; empty if it
     *     counts with calls without a key, null if it counts by itself
     */
    public record History(
            Instant createdAt,
            @Nullable String replacedBy,
            @Nullable KeyOrigin origin,
            @Nullable String root) {
        /** Returns the history of a key that counts by itself. */
        public static History of(Instant createdAt, @Nullable KeyOrigin origin) {
            return new History(createdAt, null, origin, null);
        }
    }

    /** Returns the id of the key in whose quotas this one counts; empty if it counts with calls without a key. */
    public String countedAs() {
        String root = history.root;
        return root == null ? id : root;
    }

    /** Returns this key one revision further, with another end. */
    public ApiKeyRecord ending(@Nullable Instant expiresAt, @Nullable Instant revokedAt, @Nullable String replacedBy) {
        History ended = new History(history.createdAt, replacedBy, history.origin, history.root);
        return new ApiKeyRecord(id, license, revision + 1, hash, label, restrictions, expiresAt, revokedAt, ended);
    }

    /** Returns this key, counted in the quotas of another one. */
    public ApiKeyRecord countedIn(@Nullable String other) {
        History counted = new History(history.createdAt, history.replacedBy, history.origin, other);
        return new ApiKeyRecord(id, license, revision, hash, label, restrictions, expiresAt, revokedAt, counted);
    }

    /** Returns a description without the hash. */
    @Override
    public String toString() {
        return "ApiKeyRecord[id=" + id + ", license=" + license.value() + ", masked=" + label.masked + ", revision="
                + revision + "]";
    }
}
