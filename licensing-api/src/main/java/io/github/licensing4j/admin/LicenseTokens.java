package io.github.licensing4j.admin;

import io.github.licensing4j.Call.Peer;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Issues and revokes tokens of managed licenses: short-lived credentials; the terms in force are those of the stored
 * license at every call.
 */
public interface LicenseTokens {

    /** Issues a token for a license. */
    MintedToken mint(String licenseId, TokenRequest request, AdminContext by);

    /**
     * Revokes one token on record, and the API keys that were created with it.
     *
     * @param tokenId its {@code jti}
     * @throws NotFoundException if it is not on record; a token that was issued elsewhere is revoked by its issuer and
     *     id
     */
    default TokenRevocation revoke(String tokenId, AdminContext by) {
        return revoke(tokenId, null, by);
    }

    /**
     * Revokes one token, and the API keys that were created with it.
     *
     * @param tokenId its {@code jti}
     * @param issuer its exact {@code iss}, with which it need not be on record: it is then revoked before its first
     *     use; null for a token of the host's own issuer that is on record
     * @throws NotFoundException if the issuer is null and the token is not on record
     * @throws InvalidFieldException if the issuer is not trusted here
     */
    TokenRevocation revoke(String tokenId, @Nullable String issuer, AdminContext by);

    /**
     * The result of revoking a token.
     *
     * @param tokenId its {@code jti}
     * @param issuer its {@code iss}
     * @param isOnRecord whether the token is on record; if not, nothing here shows that it exists
     */
    record TokenRevocation(String tokenId, String issuer, boolean isOnRecord) {}

    /**
     * Exchanges an API key for a token, and for a refresh token where those are switched on.
     *
     * @param key the API key as it was shown
     * @param scopes the requested scopes, empty for all of the key's
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
     * The settings of a new token.
     *
     * @param ttl how long it is valid; above zero, at most 366 days
     * @param scopes its scopes
     * @param bindings where and by whom it may be used
     * @param confirmation the thumbprint of a key it is bound to, null for none
     */
    record TokenRequest(
            Duration ttl,
            Set<String> scopes,
            ApiKeys.KeyBindings bindings,
            @Nullable KeyConfirmation confirmation) {
        public TokenRequest {
            scopes = Set.copyOf(scopes);
        }

        /** Returns a request for a token without scopes or bindings. */
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
    record KeyConfirmation(String method, String thumbprint) {}

    /**
     * A token that was just issued.
     *
     * @param token the token itself
     * @param tokenId its {@code jti}
     * @param expiresAt the first instant at which it is no longer valid
     */
    record MintedToken(String token, String tokenId, Instant expiresAt) {
        @Override
        public String toString() {
            return "MintedToken[tokenId=" + tokenId + ", expiresAt=" + expiresAt + "]";
        }
    }

    /** The result of an exchange. */
    sealed interface Exchange {

        /**
         * The exchange succeeded.
         *
         * @param token the token
         * @param ttl how long it is valid
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
         * The exchange was declined.
         *
         * @param error an error code of RFC 6749 §5.2: {@code invalid_client}, {@code invalid_grant},
         *     {@code invalid_scope}
         * @param description one sentence, safe to show
         */
        record Declined(String error, String description) implements Exchange {}

        /**
         * The key or its customer exceeds its limit of exchanges.
         *
         * @param retryAfter how long until an exchange may succeed
         */
        record Limited(Duration retryAfter) implements Exchange {}
    }
}
