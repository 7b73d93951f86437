package io.github.licensing4j.core.credential.oauth;

import static io.github.licensing4j.core.credential.oauth.AccessTokenFixture.EC;
import static io.github.licensing4j.core.credential.oauth.AccessTokenFixture.ISSUER;
import static io.github.licensing4j.core.credential.oauth.AccessTokenFixture.LICENSE;
import static io.github.licensing4j.core.credential.oauth.AccessTokenFixture.NOW;
import static io.github.licensing4j.core.credential.oauth.AccessTokenFixture.RSA;
import static io.github.licensing4j.core.credential.oauth.AccessTokenFixture.bearer;
import static io.github.licensing4j.core.credential.oauth.AccessTokenFixture.claims;
import static io.github.licensing4j.core.credential.oauth.AccessTokenFixture.code;
import static io.github.licensing4j.core.credential.oauth.AccessTokenFixture.verified;
import static io.github.licensing4j.core.credential.oauth.AccessTokenFixture.without;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Credential;
import io.github.licensing4j.Credential.Source;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.core.credential.JwsAlgorithm;
import io.github.licensing4j.core.credential.oauth.AccessTokenRules.Profile;
import io.github.licensing4j.spi.Confirmation;
import io.github.licensing4j.spi.ExternalName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signed access tokens that are accepted, and what they grant. */
@Tag("rfc9068")
class JwtAccessTokenVerifierTest {
    private final AccessTokenFixture fixture = new AccessTokenFixture();

    @Test
    @DisplayName("RFC 9068 §2.2: accepts the required claims, and finds the license by client_id")
    void acceptsTokenOfProfile() {
        AccessToken token = verified(fixture.verifier(), RSA.sign(claims()));
        assertThat(token.license()).isEqualTo(LICENSE);
        assertThat(token.id()).isEqualTo("oauth:oauth:jti-1");
        assertThat(token.validFrom()).isEqualTo(Instant.ofEpochSecond(NOW));
        assertThat(token.expiresAt()).isEqualTo(Instant.ofEpochSecond(NOW + 300));
        assertThat(token.verifyAgainAt()).isEqualTo(Instant.MAX);
        assertThat(token.externalName()).contains(new ExternalName("oauth", "client-1"));
        assertThat(token.scopes()).isEmpty();
        assertThat(token.roles()).isEmpty();
        assertThat(token.confirmations()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"at+jwt", "AT+JWT", "application/at+jwt", "Application/At+Jwt"})
    @DisplayName("RFC 9068 §4, RFC 7515 §4.1.9: the type is a media type")
    void acceptsEitherFormOfType(String typ) {
        Map<String, @Nullable Object> header = RSA.header();
        header.put("typ", typ);
        assertThat(verified(fixture.verifier(), RSA.sign(header, claims())).license())
                .isEqualTo(LICENSE);
    }

    @Test
    @DisplayName("RFC 7519 §4.1.3: the audience is a text, or a list that contains it")
    void acceptsListOfAudiences() {
        String token = RSA.sign(claims("aud", List.of("other", AccessTokenFixture.AUDIENCE)));
        assertThat(verified(fixture.verifier(), token).license()).isEqualTo(LICENSE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "PS256", "ES256", "Ed25519", "RS384", "RS512", "PS384", "PS512", "ES384", "ES512"})
    @DisplayName("RFC 7518 §3.1, RFC 9864 §2.2: accepts every asymmetric algorithm that is allowed")
    void acceptsAllowedAlgorithms(String algorithm) {
        ProviderKey key = ProviderKey.of("key", algorithm);
        JwsAlgorithm allowed = JwsAlgorithm.of(algorithm).orElseThrow();
        JwtAccessTokenVerifier only = fixture.verifier(
                issuer -> issuer.rules(AccessTokenRules.defaults().algorithms(List.of(allowed))), key);
        assertThat(verified(only, key.sign(claims())).license()).isEqualTo(LICENSE);
        assertThat(code(fixture.verifier(), key.sign(claims()))).isEqualTo(RefusalCode.CREDENTIAL_INVALID);
    }

    @Test
    @DisplayName("RFC 9068 §2.2.3: scope is a text with spaces between the scopes")
    void readsScopes() {
        Map<String, @Nullable Object> claims = claims("scope", "read write");
        claims.put("scp", "ignored");
        assertThat(verified(fixture.verifier(), RSA.sign(claims)).scopes()).containsExactlyInAnyOrder("read", "write");
    }

    @Test
    void readsScopesOfScp() {
        assertThat(verified(fixture.verifier(), RSA.sign(claims("scp", "read write")))
                        .scopes())
                .containsExactlyInAnyOrder("read", "write");
        assertThat(verified(fixture.verifier(), RSA.sign(claims("scp", List.of("read", "write"))))
                        .scopes())
                .containsExactlyInAnyOrder("read", "write");
        assertThat(verified(fixture.verifier(), RSA.sign(claims("scope", ""))).scopes())
                .isEmpty();
    }

    @Test
    void readsRolesOfConfiguredClaim() {
        JwtAccessTokenVerifier nested = fixture.verifier(
                issuer -> issuer.mapping(ClaimMapping.defaults().roles(ClaimPath.parse("/realm_access/roles"))));
        String token = RSA.sign(claims("realm_access", Map.of("roles", List.of("admin", "ops"))));
        assertThat(verified(nested, token).roles()).containsExactlyInAnyOrder("admin", "ops");
        assertThat(verified(nested, RSA.sign(claims())).roles()).isEmpty();
        assertThat(verified(nested, RSA.sign(claims("realm_access", "none"))).roles())
                .isEmpty();

        JwtAccessTokenVerifier named = fixture.verifier(issuer ->
                issuer.mapping(ClaimMapping.defaults().roles(ClaimPath.parse("https://weather.example/roles"))));
        assertThat(verified(named, RSA.sign(claims("https://weather.example/roles", "admin")))
                        .roles())
                .containsExactly("admin");
        assertThat(code(named, RSA.sign(claims("https://weather.example/roles", List.of("admin", 7)))))
                .isEqualTo(RefusalCode.CREDENTIAL_INVALID);
    }

    @Test
    void findsLicenseByOtherClaim() {
        ClaimMapping byTenant = new ClaimMapping(ClaimPath.parse("/tenant/name"), "crm", null, null);
        JwtAccessTokenVerifier verifier = fixture.verifier(issuer -> issuer.mapping(byTenant));
        AccessToken token = verified(verifier, RSA.sign(claims("tenant", Map.of("name", "acme"))));
        assertThat(token.externalName()).contains(new ExternalName("crm", "acme"));
        assertThat(token.id()).isEqualTo("oauth:crm:jti-1");
        for (Object wrong : List.of("other", "", 7, List.of("acme"), Map.of(), "x".repeat(201))) {
            assertThat(code(verifier, RSA.sign(claims("tenant", Map.of("name", wrong)))))
                    .isEqualTo(RefusalCode.CREDENTIAL_INVALID);
        }
        assertThat(code(verifier, RSA.sign(claims()))).isEqualTo(RefusalCode.CREDENTIAL_INVALID);
    }

    @Test
    void refusesNameOfSeveralLicenses() {
        assertThat(code(fixture.verifier(), RSA.sign(claims("client_id", "twice"))))
                .isEqualTo(RefusalCode.CREDENTIAL_INVALID);
    }

    @Test
    @DisplayName("RFC 9449 §6.1, RFC 8705 §3.1: keeps every key that the token is bound to")
    void readsConfirmations() {
        AccessToken token =
                verified(fixture.verifier(), RSA.sign(claims("cnf", Map.of("jkt", "abc", "x5t#S256", "def"))));
        assertThat(token.confirmations())
                .containsExactlyInAnyOrder(new Confirmation("jkt", "abc"), new Confirmation("x5t#S256", "def"));
    }

    @Test
    @DisplayName("RFC 7519 §4.1.4, §4.1.5: small differences of clocks are allowed")
    void allowsClockSkew() {
        assertThat(verified(fixture.verifier(), RSA.sign(claims("exp", NOW - 29)))
                        .license())
                .isEqualTo(LICENSE);
        assertThat(verified(fixture.verifier(), RSA.sign(claims("nbf", NOW + 30)))
                        .license())
                .isEqualTo(LICENSE);
        assertThat(verified(fixture.verifier(), RSA.sign(claims("iat", NOW + 30)))
                        .license())
                .isEqualTo(LICENSE);
        assertThat(code(fixture.verifier(), RSA.sign(claims("exp", NOW - 30))))
                .isEqualTo(RefusalCode.CREDENTIAL_EXPIRED);
    }

    @Test
    void shortensLongIds() {
        String id = verified(fixture.verifier(), RSA.sign(claims("jti", "x".repeat(300))))
                .id();
        assertThat(id).startsWith("oauth:oauth:").hasSize("oauth:oauth:".length() + 32);
    }

    @Test
    @DisplayName("RFC 8725 §3.11: generic JWTs only where the host allows them")
    void acceptsGenericJwtsIfAllowed() {
        JwtAccessTokenVerifier generic = fixture.verifier(
                issuer -> issuer.rules(AccessTokenRules.defaults().profile(Profile.ALLOW_GENERIC_JWT))
                        .mapping(ClaimMapping.defaults().license(ClaimPath.parse("azp"))));
        Map<String, @Nullable Object> claims =
                Map.of("iss", ISSUER, "aud", AccessTokenFixture.AUDIENCE, "exp", NOW + 300, "azp", "client-2");
        for (String typ : List.of("JWT", "jwt", "application/jwt", "at+jwt")) {
            Map<String, @Nullable Object> header = RSA.header();
            header.put("typ", typ);
            AccessToken token = verified(generic, RSA.sign(header, claims));
            assertThat(token.license()).isEqualTo(LICENSE);
            assertThat(token.validFrom())
                    .as("a revocation of all tokens before an instant includes it")
                    .isEqualTo(Instant.EPOCH);
            assertThat(token.id()).matches("oauth:oauth:[0-9a-f]{32}");
        }
        Map<String, @Nullable Object> untyped = RSA.header();
        untyped.remove("typ");
        assertThat(verified(generic, RSA.sign(untyped, claims)).license()).isEqualTo(LICENSE);
        for (String typ :
                List.of("license+jwt", "dpop+jwt", "statuslist+jwt", "token-introspection+jwt", "logout+jwt")) {
            Map<String, @Nullable Object> other = RSA.header();
            other.put("typ", typ);
            assertThat(code(generic, RSA.sign(other, claims))).as(typ).isEqualTo(RefusalCode.CREDENTIAL_INVALID);
        }
        for (String required : List.of("iss", "aud", "exp", "azp")) {
            Map<String, @Nullable Object> less = new java.util.LinkedHashMap<>(claims);
            less.remove(required);
            assertThat(code(generic, RSA.sign(less))).as(required).isEqualTo(RefusalCode.CREDENTIAL_INVALID);
        }
    }

    @Test
    void keysThatCouldNotBeFetchedAreNoFaultOfCaller() {
        assertThat(code(fixture.verifierWithoutKeys(), RSA.sign(claims())))
                .isEqualTo(RefusalCode.ENFORCEMENT_UNAVAILABLE);
        assertThat(code(fixture.verifierWithoutKeys(), RSA.sign(claims("aud", "other"))))
                .as("nothing is needed to see that")
                .isEqualTo(RefusalCode.CREDENTIAL_INVALID);
    }

    @Test
    void acceptsTokensOfItsIssuerInAuthorizationOnly() {
        JwtAccessTokenVerifier verifier = fixture.verifier();
        String token = EC.sign(claims());
        assertThat(verifier.accepts(bearer(token))).isTrue();
        assertThat(verifier.accepts(new Credential(Source.DPOP, token))).isTrue();
        assertThat(verifier.accepts(new Credential(Source.API_KEY, token))).isFalse();
        assertThat(verifier.accepts(new Credential(Source.LICENSE_TOKEN, token)))
                .isFalse();
        for (Map<String, @Nullable Object> other : List.of(
                claims("iss", "https://vendor.example"),
                claims("iss", ISSUER + "/"),
                claims("iss", 7),
                without("iss"))) {
            assertThat(verifier.accepts(bearer(RSA.sign(other)))).isFalse();
        }
        assertThat(verifier.accepts(bearer("opaque"))).isFalse();
        assertThat(verifier.accepts(bearer("eyJhbGciOiJkaXIifQ.a.b.c.d")))
                .as("JWE")
                .isFalse();
    }
}
