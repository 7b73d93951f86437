package io.github.licensing4j.admin;

import io.github.licensing4j.admin.ApiKeys.Descendants;
import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import io.github.licensing4j.admin.ApiKeys.KeyRevocation;
import io.github.licensing4j.admin.ApiKeys.NewKey;
import java.util.List;

/**
 * Manages the API keys of the caller's own license that are within its credential: keys whose scopes it has all, and
 * whose bindings are no wider than its own. Other keys are not found.
 *
 * <p>Each change checks the caller's credential again in the transaction that stores it; if it is no longer valid, the
 * change throws {@link CredentialRefusedException}.
 */
public interface CallerApiKeys {
    /** Returns the keys within the caller's credential, oldest first. */
    List<ApiKeyView> list();

    /**
     * Creates a key that is no wider than the caller's credential and does not outlive it. Bindings and end that the
     * request leaves open are those of that credential.
     *
     * @param request its scopes are scopes of the caller; the key has no others
     * @throws InvalidFieldException if it would be wider or live longer
     * @throws ConflictException if the license has too many keys, or is not stored here
     */
    NewKey create(KeyRequest request, AdminContext by);

    /**
     * Revokes a key within the caller's credential, the tokens issued for it, and the keys that were created with
     * either.
     *
     * @throws NotFoundException if there is none
     */
    default KeyRevocation revoke(String keyId, AdminContext by) {
        return revoke(keyId, Descendants.REVOKE, by);
    }

    /**
     * Revokes a key within the caller's credential, and the tokens issued for it.
     *
     * @param descendants whether the keys that were created with it are revoked too
     * @throws NotFoundException if there is none
     */
    KeyRevocation revoke(String keyId, Descendants descendants, AdminContext by);
}
