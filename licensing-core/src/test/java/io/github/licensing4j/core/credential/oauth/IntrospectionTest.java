package io.github.licensing4j.core.credential.oauth;

import static io.github.licensing4j.core.credential.oauth.AccessTokenFixture.AUDIENCE;
import static io.github.licensing4j.core.credential.oauth.AccessTokenFixture.LICENSE;
import static io.github.licensing4j.core.credential.oauth.AccessTokenFixture.NOW;
import static io.github.licensing4j.core.credential.oauth.AccessTokenFixture.bearer;
import static io.github.licensing4j.core.credential.oauth.AccessTokenFixture.code;
import static io.github.licensing4j.core.credential.oauth.AccessTokenFixture.verified;
import static io.github.licensing4j.core.credential.oauth.IdentityProvider.INTROSPECT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.Credential;
import io.github.licensing4j.Credential.Source;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.core.credential.ApiKeyFormat;
import io.github.licensing4j.core.credential.oauth.AccessTokenRules.Audience;
import io.github.licensing4j.spi.Confirmation;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Opaque tokens that are introspected at a real server. */
@Tag("rfc7662")
class IntrospectionTest {
    private final AccessTokenFixture fixture = new AccessTokenFixture();
    private final IdentityProvider provider = IdentityProvider.with();
    private final IntrospectedTokenVerifier verifier = verifier(issuer -> issuer);

    private IntrospectedTokenVerifier verifier(UnaryOperator<OAuthIssuer> settings) {
        Introspection introspection = provider.patient("weather:api", "s&cret ü");
        OAuthIssuer issuer = settings.apply(OAuthIssuer.introspected(provider.issuer(), introspection));
        return new IntrospectedTokenVerifier(
                issuer, new IntrospectionClient(introspection, fixture.clock), fixture.common);
    }

    private Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("iss", provider.issuer());
        members.put("aud", AUDIENCE);
        members.put("client_id", "client-1");
        members.put("scope", "read write");
        members.put("token_type", "Bearer");
        members.put("exp", NOW + 300);
        return members;
    }

    private Map<String, Object> members(String name, @Nullable Object value) {
        Map<String, Object> members = members();
        if (value == null) {
            members.remove(name);
        } else {
            members.put(name, value);
        }
        return members;
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    @DisplayName("RFC 7662 §2.2: an active token grants what the response says")
    void acceptsActiveToken() {
        provider.activate("opaque-1", members());
        AccessToken token = verified(verifier, "opaque-1");
        assertThat(token.license()).isEqualTo(LICENSE);
        assertThat(token.scopes()).containsExactlyInAnyOrder("read", "write");
        assertThat(token.expiresAt()).isEqualTo(Instant.ofEpochSecond(NOW + 300));
        assertThat(token.verifyAgainAt()).isEqualTo(Instant.ofEpochSecond(NOW + 60));
        assertThat(token.id()).matches("oauth:oauth:[0-9a-f]{32}");
    }

    @Test
    @DisplayName("RFC 7662 §2.1, RFC 6749 §2.3.1: posts the token, authenticated by HTTP Basic of form-encoded parts")
    void authenticatesByBasic() {
        provider.activate("opaque+/~1=", members());
        assertThat(verified(verifier, "opaque+/~1=").license()).isEqualTo(LICENSE);
        Map<String, String> form = provider.introspected.get(0);
        String basic =
                Base64.getEncoder().encodeToString("weather%3Aapi:s%26cret+%C3%BC".getBytes(StandardCharsets.US_ASCII));
        assertThat(form)
                .containsEntry("token", "opaque+/~1=")
                .containsEntry("token_type_hint", "access_token")
                .containsEntry("method", "POST")
                .containsEntry("Authorization", "Basic " + basic);
    }

    @Test
    @DisplayName("RFC 7662 §4: an answer is never used beyond the expiry of its token")
    void verifiesAgainAtExpiry() {
        provider.activate("opaque-1", members("exp", NOW + 20));
        assertThat(verified(verifier, "opaque-1").verifyAgainAt()).isEqualTo(Instant.ofEpochSecond(NOW + 20));
        provider.activate("opaque-2", members("exp", NOW));
        assertThat(code(verifier, "opaque-2"))
                .as("without any skew of clocks")
                .isEqualTo(RefusalCode.CREDENTIAL_EXPIRED);
        provider.activate("opaque-3", members("exp", null));
        AccessToken endless = verified(verifier, "opaque-3");
        assertThat(endless.expiresAt()).isEqualTo(Instant.MAX);
        assertThat(endless.verifyAgainAt()).isEqualTo(Instant.ofEpochSecond(NOW + 60));
    }

    @Test
    @DisplayName("RFC 7662 §2.2: of a token that is not active nothing else counts")
    void refusesInactiveToken() {
        Map<String, Object> response = members();
        response.put("active", false);
        provider.answer(INTROSPECT, IdentityProvider.json(response));
        assertThat(code(verifier, "opaque-1")).isEqualTo(RefusalCode.CREDENTIAL_INVALID);
    }

    @Test
    @DisplayName("RFC 7662 §4: a rejection is used for a while, then the endpoint is called again")
    void remembersRejectionsShortly() {
        for (int i = 0; i < 100; i++) {
            assertThat(code(verifier, "opaque-1")).isEqualTo(RefusalCode.CREDENTIAL_INVALID);
        }
        assertThat(provider.requests(INTROSPECT)).isEqualTo(1);
        provider.activate("opaque-1", members());
        fixture.clock.set("2026-03-10T12:00:09.999Z");
        assertThat(code(verifier, "opaque-1")).isEqualTo(RefusalCode.CREDENTIAL_INVALID);
        fixture.clock.set("2026-03-10T12:00:10Z");
        assertThat(verified(verifier, "opaque-1").license()).isEqualTo(LICENSE);
    }

    @Test
    void rejectionDoesNotOutlastClockThatWasSetBack() {
        assertThat(code(verifier, "opaque-1")).isEqualTo(RefusalCode.CREDENTIAL_INVALID);
        provider.activate("opaque-1", members());
        fixture.clock.set("2026-03-10T11:00:00Z");
        assertThat(verified(verifier, "opaque-1").license()).isEqualTo(LICENSE);
    }

    @Test
    void remembersBoundedNumberOfRejections() {
        RejectedTokens rejected = new RejectedTokens(10_000);
        var refused = new io.github.licensing4j.spi.CredentialVerification.Rejected(
                RefusalCode.CREDENTIAL_INVALID, "not active");
        for (int i = 0; i <= RejectedTokens.MAX; i++) {
            rejected.add("hash-" + i, refused, 0);
        }
        assertThat(rejected.find("hash-0", 0)).as("the eldest one").isNull();
        assertThat(rejected.find("hash-1", 0)).isEqualTo(refused);
        assertThat(rejected.find("hash-" + RejectedTokens.MAX, 0)).isEqualTo(refused);
    }

    @Test
    @DisplayName("RFC 7662 §4: checks issuer, audience and times of the response")
    void checksResponse() {
        List<Map<String, Object>> wrong = List.of(
                members("iss", "https://evil.example"),
                members("aud", "billing-api"),
                members("aud", null),
                members("nbf", NOW + 31),
                members("client_id", null),
                members("client_id", "client-9"),
                members("cnf", "abc"),
                members("token_use", "refresh_token"));
        for (int i = 0; i < wrong.size(); i++) {
            provider.activate("opaque-" + i, wrong.get(i));
            assertThat(code(verifier, "opaque-" + i)).as("%s", wrong.get(i)).isEqualTo(RefusalCode.CREDENTIAL_INVALID);
        }
        provider.activate("opaque-x", members("iss", null));
        assertThat(verified(verifier, "opaque-x").license()).isEqualTo(LICENSE);
    }

    @Test
    void acceptsResponseWithoutAudienceIfAllowed() {
        IntrospectedTokenVerifier lenient =
                verifier(issuer -> issuer.rules(AccessTokenRules.defaults().audience(Audience.ALLOW_MISSING)));
        provider.activate("opaque-1", members("aud", null));
        assertThat(verified(lenient, "opaque-1").license()).isEqualTo(LICENSE);
        provider.activate("opaque-2", members("aud", "billing-api"));
        assertThat(code(lenient, "opaque-2")).isEqualTo(RefusalCode.CREDENTIAL_INVALID);
    }

    @Test
    @DisplayName("RFC 9449 §6.2: the type of a token with cnf.jkt is DPoP")
    void boundTokenIsOfTypeDpop() {
        Map<String, Object> bound = members("cnf", Map.of("jkt", "abc"));
        provider.activate("opaque-1", bound);
        assertThat(code(verifier, "opaque-1")).as("of type Bearer").isEqualTo(RefusalCode.CREDENTIAL_INVALID);
        bound.put("token_type", "DPoP");
        provider.activate("opaque-2", bound);
        assertThat(verified(verifier, "opaque-2").confirmations()).containsExactly(new Confirmation("jkt", "abc"));
        bound.remove("token_type");
        provider.activate("opaque-3", bound);
        assertThat(verified(verifier, "opaque-3").confirmations()).containsExactly(new Confirmation("jkt", "abc"));
        provider.activate("opaque-4", members("token_type", "DPoP"));
        assertThat(code(verifier, "opaque-4"))
                .as("of type DPoP, and unbound")
                .isEqualTo(RefusalCode.CREDENTIAL_INVALID);
    }

    @Test
    void acceptsOpaqueTokensOnly() {
        String jwt = AccessTokenFixture.RSA.sign(AccessTokenFixture.claims("iss", provider.issuer()));
        String apiKey = ApiKeyFormat.generate("live");
        String refresh = ApiKeyFormat.generateRefreshToken("live");
        for (String secret : List.of(apiKey, refresh, apiKey.substring(0, 20), "")) {
            assertThat(verifier.accepts(bearer(secret))).as(secret).isFalse();
        }
        assertThat(verifier.accepts(bearer("opaque"))).isTrue();
        assertThat(verifier.accepts(bearer("eyJhbGciOiJkaXIifQ.a.b.c.d")))
                .as("JWE")
                .isTrue();
        assertThat(verifier.accepts(new Credential(Source.DPOP, "opaque"))).isTrue();
        assertThat(verifier.accepts(new Credential(Source.API_KEY, "opaque"))).isFalse();
        assertThat(verifier.accepts(new Credential(Source.LICENSE_TOKEN, "opaque")))
                .isFalse();
        assertThat(verifier.accepts(bearer(jwt))).as("without keys").isTrue();
        assertThat(verifier.accepts(bearer(AccessTokenFixture.RSA.sign(AccessTokenFixture.claims()))))
                .as("of another issuer")
                .isFalse();
        IntrospectedTokenVerifier besideKeys = new IntrospectedTokenVerifier(
                OAuthIssuer.discovered(provider.issuer()).introspection(settings()),
                new IntrospectionClient(settings(), fixture.clock),
                fixture.common);
        assertThat(besideKeys.accepts(bearer(jwt))).as("with keys").isFalse();
        assertThat(besideKeys.accepts(bearer("opaque"))).isTrue();
    }

    private Introspection settings() {
        return Introspection.of(provider.uri(INTROSPECT), "id", "secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a\nb", "a\u0000", "é", "a,b", "a=b", "=", "\"a\""})
    @DisplayName("RFC 6750 §2.1: what is no token is never sent")
    void sendsNoOtherTexts(String text) {
        assertThat(code(verifier, text)).isEqualTo(RefusalCode.CREDENTIAL_INVALID);
        assertThat(code(verifier, "x".repeat(4097))).isEqualTo(RefusalCode.CREDENTIAL_INVALID);
        assertThat(provider.requests(INTROSPECT)).isZero();
    }

    @Test
    void cachesByHash() {
        assertThat(verifier.cacheName(bearer("opaque-1")))
                .matches("introspected:[0-9a-f]{64}")
                .isNotEqualTo(verifier.cacheName(bearer("opaque-2")));
    }

    @Test
    void showsNoSecret() {
        assertThat(settings().toString()).doesNotContain("secret=secret").contains("***");
    }

    @Test
    void refusesWrongSettings() {
        URI http = URI.create("http://idp.example/introspect");
        assertThatThrownBy(() -> Introspection.of(http, "id", "secret"))
                .isInstanceOf(LicensingException.class)
                .hasMessageContaining("https");
        assertThatThrownBy(() -> Introspection.of(provider.uri(INTROSPECT), "id", " "))
                .isInstanceOf(LicensingException.class);
        assertThatThrownBy(() -> new Introspection(
                        provider.uri(INTROSPECT),
                        new Introspection.ClientSecret("id", "secret"),
                        Duration.ofMillis(49),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(10)))
                .hasMessageContaining("PT0.049S");
    }
}
