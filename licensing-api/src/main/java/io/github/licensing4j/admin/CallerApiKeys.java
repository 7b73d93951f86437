package io.github.licensing4j.admin;

import io.github.licensing4j.admin.ApiKeys.Descendants;
import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import io.github.licensing4j.admin.ApiKeys.KeyRevocation;
import io.github.licensing4j.admin.ApiKeys.KeyView;
import io.github.licensing4j.admin.ApiKeys.NewKey;
import java.util.List;

/**
 * The API keys of a caller's own license, as far as its own credential reaches: keys whose scopes it has all, and whose
 * bindings are no wider than its own. Others are not there for it.
 *
 * <p>Each change checks the caller's credential again in the transaction that stores it; where it no longer holds, the change
 * throws {@link CredentialRefusedException}.
 */
public interface CallerApiKeys {
    /** The keys within reach, oldest first. */
    List<KeyView> list();

    /**
     * Makes a key that is no wider than the caller's credential and does not outlive it. What the request leaves open is as it
     * is for that credential: the same bindings, and the same end.
     *
     * @param request its scopes are scopes of the caller; it asks for none of those it does not name
     * @throws InvalidFieldException if it would be wider or live longer
     * @throws ConflictException if the license has too many keys, or is not stored here
     */
    NewKey create(KeyRequest request, AdminContext by);

    /**
     * Revokes a key within reach, the tokens that came from it, and the keys that were made with either.
     *
     * @throws NotFoundException if there is none
     */
    default KeyRevocation revoke(String keyId, AdminContext by) {
        return revoke(keyId, Descendants.REVOKE, by);
    }

    /**
     * Revokes a key within reach, and the tokens that came from it.
     *
     * @param descendants what becomes of the keys that were made with it
     * @throws NotFoundException if there is none
     */
    KeyRevocation revoke(String keyId, Descendants descendants, AdminContext by);
}
