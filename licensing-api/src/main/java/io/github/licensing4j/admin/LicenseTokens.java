package io.github.licensing4j.admin;

import io.github.licensing4j.Call.Peer;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** License tokens of managed licenses: short-lived proofs, whose terms are those of the stored license at every call. */
public interface LicenseTokens {

    /** Mints a token for a license. */
    MintedToken mint(String licenseId, TokenRequest request, Order by);

    /**
     * Revokes one token, whether it is on record or not.
     *
     * @param tokenId its {@code jti}
     */
    void revoke(String tokenId, Order by);

    /**
     * Exchanges an API key for a token, and where that is switched on for a refresh token.
     *
     * @param key the API key as it was shown
     * @param scopes the scopes to ask for, empty for all of the key's
     */
    Exchange exchange(String key, Set<String> scopes, Peer peer);

    /** Exchanges a refresh token for the next token and the next refresh token. Used twice, its whole family dies. */
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
    }
}
