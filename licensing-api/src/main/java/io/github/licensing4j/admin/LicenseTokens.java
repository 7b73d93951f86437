package io.github.licensing4j.admin;

import io.github.licensing4j.Call.Peer;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** License tokens of managed licenses: short-lived proofs, whose terms are those of the stored license at every call. */
public interface LicenseTokens {

    /** Mints a token for a license. */
    MintedToken mint(String licenseId, TokenRequest request, AdminContext by);

    /**
     * Revokes one token on record, and the API keys that were made with it.
     *
     * @param tokenId its {@code jti}
     * @throws NotFoundException if it is not on record; one that was issued elsewhere is revoked by its issuer and id
     */
    default TokenRevocation revoke(String tokenId, AdminContext by) {
        return revoke(tokenId, null, by);
    }

    /**
     * Revokes one token, and the API keys that were made with it.
     *
     * @param tokenId its {@code jti}
     * @param issuer its exact {@code iss}, with which it need not be on record: it is then revoked ahead of its use; null for a
     *     token of the host's own issuer that is on record
     * @throws NotFoundException if no issuer is given and the token is not on record
     * @throws InvalidFieldException if the issuer is not trusted here
     */
    TokenRevocation revoke(String tokenId, @Nullable String issuer, AdminContext by);

    /**
     * The outcome of the revocation of a token.
     *
     * @param tokenId its {@code jti}
     * @param issuer its {@code iss}
     * @param isOnRecord whether the token is on record; if not, nothing here shows that it exists
     */
    record TokenRevocation(String tokenId, String issuer, boolean isOnRecord) {}

    /**
     * Exchanges an API key for a token, and where that is switched on for a refresh token.
     *
     * @param key the API key as it was shown
     * @param scopes the scopes to ask for, empty for all of the key's
     */
    Exchange exchange(String key, Set<String> scopes, Peer peer);

    /**
     * Exchanges a refresh token for the next token and the next refresh token. Used twice, its whole family is revoked.
     *
     * @param scopes the requested scopes, which must be among those granted at first (RFC 6749 §6); empty for all of these that
     *     the API key still has
     */
    Exchange refresh(String refreshToken, Set<String> scopes, Peer peer);

    /**
     * What a token is to be.
     *
     * @param ttl how long it holds; above zero, at most 366 days
     * @param scopes its scopes
     * @param bindings where and by whom it may be used
     * @param confirmation the thumbprint of a key it is bound to, null for none
     */
    record TokenRequest(
            Duration ttl,
            Set<String> scopes,
            ApiKeys.KeyBindings bindings,
            @Nullable Confirmation confirmation) {
        public TokenRequest {
            scopes = Set.copyOf(scopes);
        }

        /** A token without scopes or bindings. */
        public static TokenRequest of(Duration ttl) {
            return new TokenRequest(ttl, Set.of(), ApiKeys.KeyBindings.none(), null);
        }
    }

    /**
     * A key that a token is bound to, {@code cnf} of RFC 7800.
     *
     * @param method {@code jkt} or {@code x5t#S256}
     * @param thumbprint 43 characters of base64url
     */
    record Confirmation(String method, String thumbprint) {}

    /**
     * A token that was just minted.
     *
     * @param token the token itself
     * @param tokenId its {@code jti}
     * @param expiresAt the first instant at which it no longer holds
     */
    record MintedToken(String token, String tokenId, Instant expiresAt) {
        @Override
        public String toString() {
            return "MintedToken[tokenId=" + tokenId + ", expiresAt=" + expiresAt + "]";
        }
    }

    /** How an exchange ended. */
    sealed interface Exchange {

        /**
         * It was made.
         *
         * @param token the token
         * @param ttl how long it holds
         * @param scopes its scopes
         * @param refreshToken the refresh token, null where those are switched off
         */
        record Exchanged(
                MintedToken token,
                Duration ttl,
                Set<String> scopes,
                @Nullable String refreshToken) implements Exchange {
            @Override
            public String toString() {
                return "Exchanged[" + token + "]";
            }
        }

        /**
         * It was not made.
         *
         * @param error as RFC 6749 §5.2 names it: {@code invalid_client}, {@code invalid_grant}, {@code invalid_scope}
         * @param description one sentence, safe to show
         */
        record Declined(String error, String description) implements Exchange {}

        /**
         * The key or its customer exchanges too often.
         *
         * @param retryAfter how long from now until an exchange may pass
         */
        record Limited(Duration retryAfter) implements Exchange {}
    }
}
