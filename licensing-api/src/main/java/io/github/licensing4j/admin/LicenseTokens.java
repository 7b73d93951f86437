package io.github.licensing4j.admin;

import io.github.licensing4j.Call;
import io.github.licensing4j.Call.Peer;
import io.github.licensing4j.CallEvidence;
import io.github.licensing4j.CallerBindings;
import io.github.licensing4j.RequestPath;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
     * @param call the request; the token is bound to the key of its DPoP proof (RFC 9449 §5), if it has one
     */
    Exchange exchange(String key, Set<String> scopes, Call call);

    /** Exchanges an API key for a token that is bound to no key. */
    default Exchange exchange(String key, Set<String> scopes, Peer peer) {
        return exchange(key, scopes, withoutProof(peer));
    }

    /**
     * Exchanges a refresh token for the next token and the next refresh token. Used twice, its whole family is revoked.
     *
     * @param scopes the requested scopes, which must be among those granted at first (RFC 6749 §6); empty for all of these that
     *     the API key still has
     * @param call the request; a refresh token that was issued with a DPoP proof needs a proof by the same key (RFC 9449
     *     §5)
     */
    Exchange refresh(String refreshToken, Set<String> scopes, Call call);

    /** Exchanges a refresh token that is bound to no key. */
    default Exchange refresh(String refreshToken, Set<String> scopes, Peer peer) {
        return refresh(refreshToken, scopes, withoutProof(peer));
    }

    private static Call withoutProof(Peer peer) {
        return new Call("POST", new RequestPath.Canonical("/token"), List.of(), peer, CallEvidence.none());
    }

    /**
     * The settings of a new token.
     *
     * @param ttl how long it is valid; above zero, at most 366 days
     * @param scopes its scopes
     * @param bindings where and by whom it may be used
     * @param confirmation a key it is bound to, null for none
     */
    record TokenRequest(
            Duration ttl,
            Set<String> scopes,
            CallerBindings bindings,
            @Nullable KeyConfirmation confirmation) {
        public TokenRequest {
            scopes = Set.copyOf(scopes);
        }

        /** Returns a request for a token without scopes or bindings. */
        public static TokenRequest of(Duration ttl) {
            return new TokenRequest(ttl, Set.of(), CallerBindings.none(), null);
        }
    }

    /**
     * A key that a token is bound to, {@code cnf} of RFC 7800.
     *
     * @param method {@code jkt}, {@code x5t#S256}, or {@code kid} for a signature key of the license
     * @param thumbprint 43 characters of base64url; for {@code kid} the id of the signature key
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
         * @param binding the key that the token is bound to, with header fields for the response
         */
        record Exchanged(
                MintedToken token,
                Duration ttl,
                Set<String> scopes,
                @Nullable String refreshToken,
                Binding binding) implements Exchange {
            @Override
            public String toString() {
                return "Exchanged[" + token + "]";
            }
        }

        /**
         * The key that an exchanged token is bound to.
         *
         * @param thumbprint the thumbprint of the key (RFC 7638), null for a bearer token
         * @param responseFields header fields for the response, such as {@code DPoP-Nonce}; empty for none
         */
        record Binding(@Nullable String thumbprint, Map<String, String> responseFields) {
            private static final Binding NONE = new Binding(null, Map.of());

            /** Returns the binding of a bearer token. */
            public static Binding none() {
                return NONE;
            }
        }

        /**
         * The exchange was declined.
         *
         * @param error an error code of RFC 6749 §5.2: {@code invalid_client}, {@code invalid_grant},
         *     {@code invalid_scope}, or of RFC 9449: {@code invalid_dpop_proof}, {@code use_dpop_nonce}
         * @param description one sentence, safe to show
         * @param responseFields header fields for the response, such as {@code DPoP-Nonce}; empty for none
         */
        record Declined(String error, String description, Map<String, String> responseFields) implements Exchange {

            /** Creates a result without header fields. */
            public Declined(String error, String description) {
                this(error, description, Map.of());
            }
        }

        /**
         * The key or its customer exceeds its limit of exchanges.
         *
         * @param retryAfter how long until an exchange may succeed
         */
        record Limited(Duration retryAfter) implements Exchange {}
    }
}
