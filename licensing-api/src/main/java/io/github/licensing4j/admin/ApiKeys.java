package io.github.licensing4j.admin;

import io.github.licensing4j.spi.ApiKeyRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** API keys. A key is shown once, when it is made; only its hash is kept. */
public interface ApiKeys {

    /** Makes a key for a license. */
    NewKey create(String licenseId, KeyRequest request, AdminContext by);

    /** The keys of a license, oldest first. */
    List<KeyView> list(String licenseId);

    /**
     * Makes a key that takes the place of another, with the same scopes and bindings. The old one works until the overlap ends.
     *
     * @param overlap zero or more, at most 90 days
     */
    NewKey rotate(String keyId, Duration overlap, AdminContext by);

    /** Revokes a key, the tokens that came from it, and the keys that were made with either. */
    default KeyRevocation revoke(String keyId, AdminContext by) {
        return revoke(keyId, Descendants.REVOKE, by);
    }

    /**
     * Revokes a key and the tokens that came from it.
     *
     * @param descendants what becomes of the keys that callers made with it or with its tokens
     */
    KeyRevocation revoke(String keyId, Descendants descendants, AdminContext by);

    /** What becomes of the keys that callers made with a key, and of those made with these. */
    enum Descendants {
        /** They are revoked as well. */
        REVOKE,
        /** They stay as they are. */
        KEEP
    }

    /**
     * The outcome of a revocation.
     *
     * @param keyId the key that is revoked
     * @param descendants the ids of the keys made with it that were revoked now, or that are kept
     */
    record KeyRevocation(String keyId, List<String> descendants) {
        public KeyRevocation {
            descendants = List.copyOf(descendants);
        }
    }

    /**
     * What a key is to be.
     *
     * @param name what its owner calls it; at most 100 characters, may be empty
     * @param scopes its scopes
     * @param bindings where and by whom it may be used
     * @param expiresAt the first instant at which it no longer holds, null if it has no end
     */
    record KeyRequest(
            String name,
            Set<String> scopes,
            KeyBindings bindings,
            @Nullable Instant expiresAt) {
        public KeyRequest {
            scopes = Set.copyOf(scopes);
        }

        /** A key without a name, scopes, bindings or an end. */
        public static KeyRequest plain() {
            return new KeyRequest("", Set.of(), KeyBindings.none(), null);
        }
    }

    /**
     * What a credential is bound to; an empty set binds to nothing.
     *
     * @param ips addresses and CIDR ranges
     * @param devices what {@code License-Device} must say
     * @param users the users the host has authenticated
     */
    record KeyBindings(List<String> ips, Set<String> devices, Set<String> users) {
        public KeyBindings {
            ips = List.copyOf(ips);
            devices = Set.copyOf(devices);
            users = Set.copyOf(users);
        }

        /** Bound to nothing. */
        public static KeyBindings none() {
            return new KeyBindings(List.of(), Set.of(), Set.of());
        }
    }

    /**
     * A key that was just made.
     *
     * @param view what is kept of it
     * @param key the key itself, which nobody can ask for again
     */
    record NewKey(KeyView view, String key) {
        @Override
        public String toString() {
            return "NewKey[" + view + "]";
        }
    }

    /**
     * A key as it can be seen.
     *
     * @param stored what is kept of it
     * @param lastUsedAt when it was last used, to the minute; null if never
     */
    record KeyView(ApiKeyRecord stored, @Nullable Instant lastUsedAt) {}
}
