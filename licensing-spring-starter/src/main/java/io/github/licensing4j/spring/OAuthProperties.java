package io.github.licensing4j.spring;

import io.github.licensing4j.core.credential.JwsAlgorithm;
import io.github.licensing4j.core.credential.oauth.AccessTokenRules;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties {@code licensing.oauth}.
 *
 * @param springSecurity Whether Spring Security verifies access tokens in front of the license check. The token of its authentication is then a credential without being
 *     verified again, and a token that it has not verified is refused.
 * @param issuers Identity providers whose access tokens are accepted as credentials of calls.
 */
public record OAuthProperties(
        @DefaultValue("false") boolean springSecurity,
        @DefaultValue List<Issuer> issuers) {

    /**
     * An identity provider.
     *
     * @param issuer Exact issuer of its access tokens. Required.
     * @param audience Value that the audience of its tokens must contain. The host's own audience if not set.
     * @param allowMissingAudience Whether an introspected token, or one that Spring Security has verified, may name no audience.
     * @param jwksUri Address of its key set. Found by its metadata if not set.
     * @param discovery Whether its key set is found by its metadata. By default it is where neither a key set nor introspection is configured.
     * @param profile Profile of its signed tokens. RFC 9068, or also tokens of the type JWT with fewer claims.
     * @param algorithms Signature algorithms of its tokens. A key that names none is used with the first that goes with it.
     * @param claims Claims that lead to a license, to roles and to organisations.
     * @param introspection Introspection of tokens that are not signed.
     */
    public record Issuer(
            @Nullable String issuer,
            @Nullable String audience,
            @DefaultValue("false") boolean allowMissingAudience,
            @Nullable URI jwksUri,
            @Nullable Boolean discovery,
            @DefaultValue("rfc9068") AccessTokenRules.Profile profile,

            @DefaultValue({"RS256", "PS256", "ES256", "ED25519"})
            List<JwsAlgorithm> algorithms,

            @DefaultValue Claims claims,
            @Nullable Introspection introspection) {}

    /**
     * The claims of a token.
     *
     * @param license Claim that names the license, such as client_id, azp or sub, or a JSON Pointer such as /tenant/id.
     * @param externalSystem System under which licenses have that name in their member external. Each issuer has its own.
     * @param roles Claim with the roles, such as roles or /realm_access/roles. None are read if not set.
     * @param organisations Claim with the organisations of the bearer, such as organisation, text or a list. None are read if not set.
     */
    public record Claims(
            @DefaultValue("client_id") String license,
            @DefaultValue("oauth") String externalSystem,
            @Nullable String roles,
            @Nullable String organisations) {}

    /**
     * Introspection.
     *
     * @param uri Address of the introspection endpoint. Required.
     * @param clientId Client id of this service at the endpoint. Required.
     * @param clientSecret Client secret of this service at the endpoint. Required.
     * @param timeout How long a call waits for the endpoint. From 50ms to 10s.
     * @param reuse How long the answer about an active token is used, never beyond the expiry of the token. From 1s to 1h.
     * @param reuseOfRejections How long the answer about any other token is used. From 1s to 10m.
     */
    public record Introspection(
            @Nullable URI uri,
            @Nullable String clientId,
            @Nullable String clientSecret,
            @DefaultValue("1s") Duration timeout,
            @DefaultValue("60s") Duration reuse,
            @DefaultValue("10s") Duration reuseOfRejections) {
        @Override
        public String toString() {
            return "Introspection[uri=" + uri + ", clientId=" + clientId + ", clientSecret="
                    + (clientSecret == null ? "none" : "***") + "]";
        }
    }
}
