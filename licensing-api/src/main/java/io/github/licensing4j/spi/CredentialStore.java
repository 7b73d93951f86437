package io.github.licensing4j.spi;

import io.github.licensing4j.LicenseId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads API keys, signature keys, issued tokens and refresh tokens, and stores when keys were used. {@link Store#commit} stores everything
 * else. Safe for use by many threads; every method may throw {@link StoreException}.
 */
public interface CredentialStore {
    /** Returns the API key with a SHA-256, in hexadecimal. */
    Optional<ApiKeyRecord> keyByHash(String hash);

    /** Returns the API key with an id. */
    Optional<ApiKeyRecord> key(String issuer, String keyId);

    /** Returns the keys of a license, oldest first; at most 1,000. */
    List<ApiKeyRecord> keysOf(LicenseId license);

    /**
     * Returns the keys that callers created with an API key, a family of refresh tokens or a token, oldest first; at
     * most 1,000.
     *
     * @param credential the id of the API key, the family or the token
     */
    List<ApiKeyRecord> keysMadeWith(String issuer, String credential);

    /**
     * Returns the keys not revoked that callers created with tokens issued before an instant, oldest first; at most
     * 1,000.
     *
     * @param before compared with {@link KeyOrigin#issuedAt}
     */
    List<ApiKeyRecord> keysMadeBefore(String issuer, Instant before);

    /** Returns when each of these keys was last used, as far as it was stored; by key id. */
    Map<String, Instant> lastUsed(List<String> keyIds);

    /** Stores when keys were last used. This is no change: it does not appear in the feed. */
    void used(Map<String, Instant> lastUsedByKeyId);

    /** Returns an issued token that has not been removed after its expiry. */
    Optional<TokenRecord> token(String issuer, String tokenId);

    /**
     * Returns tokens that were issued for one API key, or with one family, are not revoked and expire after an instant;
     * at most 10,000, ordered by expiry. A caller that revokes these and queries again gets the next.
     */
    List<TokenRecord> tokensFrom(String keyOrFamily, Instant now);

    /** Returns the signature key with an id. */
    Optional<SignatureKeyRecord> signatureKey(String issuer, String keyId);

    /** Returns the signature keys of a license, revoked ones included, oldest first; at most 1,000. */
    List<SignatureKeyRecord> signatureKeysOf(LicenseId license);

    /** Returns the refresh token with a SHA-256, in hexadecimal. */
    Optional<RefreshTokenRecord> refreshToken(String hash);
}
