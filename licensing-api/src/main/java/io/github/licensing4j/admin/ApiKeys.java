package io.github.licensing4j.admin;

import io.github.licensing4j.CallerBindings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Manages API keys. A key is shown once, when it is created; only its hash is stored. */
public interface ApiKeys {

    /** Creates a key for a license. */
    NewKey create(String licenseId, KeyRequest request, AdminContext by);

    /**
     * Imports keys that another system has issued, all in one step. A key that cannot be imported is refused alone, with its cause in the
     * report. Repeating an import changes nothing.
     *
     * @throws InvalidFieldException if there are no or too many keys
     */
    KeyImport.Report importKeys(KeyImport keys, AdminContext by);

    /** Returns the keys of a license, oldest first. */
    List<ApiKeyView> list(String licenseId);

    /**
     * Creates a key that replaces another, with the same scopes and bindings. The old one works until the overlap ends.
     *
     * @param overlap zero or more, at most 90 days
     */
    NewKey rotate(String keyId, Duration overlap, AdminContext by);

    /** Revokes a key, the tokens issued for it, and the keys that were created with either. */
    default KeyRevocation revoke(String keyId, AdminContext by) {
        return revoke(keyId, Descendants.REVOKE, by);
    }

    /**
     * Revokes a key and the tokens issued for it.
     *
     * @param descendants whether the keys that callers created with it or with its tokens are revoked too
     */
    KeyRevocation revoke(String keyId, Descendants descendants, AdminContext by);

    /** The treatment of keys that callers created with a key, and of those created with these. */
    enum Descendants {
        /** They are revoked too. */
        REVOKE,
        /** They stay valid. */
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
     * The settings of a new key.
     *
     * @param name the owner's name for it; at most 100 characters, may be empty
     * @param scopes its scopes
     * @param bindings where and by whom it may be used
     * @param expiresAt the first instant at which it is no longer valid, null if it has no end
     */
    record KeyRequest(
            String name,
            Set<String> scopes,
            CallerBindings bindings,
            @Nullable Instant expiresAt) {
        public KeyRequest {
            scopes = Set.copyOf(scopes);
        }

        /** Returns a request for a key without a name, scopes, bindings or an end. */
        public static KeyRequest plain() {
            return new KeyRequest("", Set.of(), CallerBindings.none(), null);
        }
    }

    /**
     * A key that was just created.
     *
     * @param view its stored part
     * @param key the key itself, which cannot be retrieved again
     */
    record NewKey(ApiKeyView view, String key) {
        @Override
        public String toString() {
            return "NewKey[" + view + "]";
        }
    }
}
