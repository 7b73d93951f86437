package io.github.licensing4j.spi;

import io.github.licensing4j.LicenseId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An API key as stored; the key itself cannot be recovered from it.
 *
 * @param id its public name, {@code key_…}
 * @param license its license
 * @param revision 1 when it is created, one more at each change
 * @param hash the SHA-256 of the whole key, in hexadecimal; unique
 * @param masked the key in a form that may be shown: prefix and last four characters before the checksum
 * @param name the owner's name for it; may be empty
 * @param scopes its scopes
 * @param ips addresses and CIDR ranges it may be used from; empty for anywhere
 * @param devices devices it may be used on; empty for any
 * @param users users it may be used by; empty for any
 * @param createdAt when it was created
 * @param expiresAt the first instant at which it is no longer valid, null if it has no end
 * @param revokedAt when it was revoked, null if it was not
 * @param replacedBy the key that replaced it, null if none did
 * @param origin the credential with which a caller created it, null if an administrator did
 * @param root the key in whose quotas it counts, where it replaced another key or a caller created it; empty if it
 *     counts with calls without a key, null if it counts by itself
 */
public record ApiKeyRecord(
        String id,
        LicenseId license,
        long revision,
        String hash,
        String masked,
        String name,
        Set<String> scopes,
        List<String> ips,
        Set<String> devices,
        Set<String> users,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable String replacedBy,
        @Nullable KeyOrigin origin,
        @Nullable String root) {
    public ApiKeyRecord {
        scopes = Set.copyOf(scopes);
        ips = List.copyOf(ips);
        devices = Set.copyOf(devices);
        users = Set.copyOf(users);
    }

    /** Creates a key that counts by itself. */
    public ApiKeyRecord(
            String id,
            LicenseId license,
            long revision,
            String hash,
            String masked,
            String name,
            Set<String> scopes,
            List<String> ips,
            Set<String> devices,
            Set<String> users,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant revokedAt,
            @Nullable String replacedBy,
            @Nullable KeyOrigin origin) {
        this(
                id,
                license,
                revision,
                hash,
                masked,
                name,
                scopes,
                ips,
                devices,
                users,
                createdAt,
                expiresAt,
                revokedAt,
                replacedBy,
                origin,
                null);
    }

    /** Returns the id of the key in whose quotas this one counts; empty if it counts with calls without a key. */
    public String countedAs() {
        return root == null ? id : root;
    }

    /** Returns this key one revision further, with another end. */
    public ApiKeyRecord ending(@Nullable Instant expiresAt, @Nullable Instant revokedAt, @Nullable String replacedBy) {
        return new ApiKeyRecord(
                id,
                license,
                revision + 1,
                hash,
                masked,
                name,
                scopes,
                ips,
                devices,
                users,
                createdAt,
                expiresAt,
                revokedAt,
                replacedBy,
                origin,
                root);
    }

    /** Returns this key, counted in the quotas of another one. */
    public ApiKeyRecord countedIn(@Nullable String other) {
        return new ApiKeyRecord(
                id,
                license,
                revision,
                hash,
                masked,
                name,
                scopes,
                ips,
                devices,
                users,
                createdAt,
                expiresAt,
                revokedAt,
                replacedBy,
                origin,
                other);
    }

    /** Returns a description without the hash. */
    @Override
    public String toString() {
        return "ApiKeyRecord[id=" + id + ", license=" + license.value() + ", masked=" + masked + ", revision="
                + revision + "]";
    }
}
