package io.github.licensing4j.core;

import static io.github.licensing4j.core.credential.oauth.IdentityProvider.INTROSPECT;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.AuthenticatedToken;
import io.github.licensing4j.Call;
import io.github.licensing4j.Credential;
import io.github.licensing4j.Credential.Source;
import io.github.licensing4j.RequestPath;
import io.github.licensing4j.core.credential.ApiKeyFormat;
import io.github.licensing4j.core.credential.oauth.IdentityProvider;
import io.github.licensing4j.core.credential.oauth.OAuthIssuer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Opaque tokens, and tokens that the host has verified, in a whole engine. */
class OAuthIntrospectionEngineTest {
    @TempDir
    Path dir;

    private static OAuthIssuer introspected(IdentityProvider provider) {
        return OAuthIssuer.discovered(provider.issuer()).introspection(provider.patient("weather-api", "secret"));
    }

    private OAuthFixture introspecting() {
        return new OAuthFixture(dir, OAuthIntrospectionEngineTest::introspected, builder -> builder);
    }

    private static Map<String, Object> members(long expires) {
        return Map.of("client_id", "client-1", "aud", EngineFixture.AUDIENCE, "exp", expires);
    }

    @Test
    void introspectsOncePerReuse() {
        try (OAuthFixture fixture = introspecting()) {
            fixture.provider.activate("opaque-1", members(OAuthFixture.NOW + 600));
            for (int i = 0; i < 100; i++) {
                assertThat(fixture.bearer("opaque-1")).isEqualTo("lic_1");
            }
            assertThat(fixture.provider.requests(INTROSPECT)).isEqualTo(1);
            fixture.engine.clock.set("2026-03-10T12:00:59Z");
            assertThat(fixture.bearer("opaque-1")).isEqualTo("lic_1");
            assertThat(fixture.provider.requests(INTROSPECT)).isEqualTo(1);
            fixture.engine.clock.set("2026-03-10T12:01:00Z");
            assertThat(fixture.bearer("opaque-1")).isEqualTo("lic_1");
            assertThat(fixture.provider.requests(INTROSPECT)).isEqualTo(2);
        }
    }

    @Test
    void revokedTokenIsRefusedAfterReuse() {
        try (OAuthFixture fixture = introspecting()) {
            fixture.provider.activate("opaque-1", members(OAuthFixture.NOW + 600));
            assertThat(fixture.bearer("opaque-1")).isEqualTo("lic_1");
            fixture.provider.revoke("opaque-1");
            fixture.engine.clock.set("2026-03-10T12:01:00Z");
            assertThat(fixture.bearer("opaque-1")).isEqualTo("credential-invalid");
        }
    }

    @Test
    void neverUsesAnswerBeyondExpiry() {
        try (OAuthFixture fixture = introspecting()) {
            fixture.provider.activate("opaque-1", members(OAuthFixture.NOW + 20));
            assertThat(fixture.bearer("opaque-1")).isEqualTo("lic_1");
            fixture.engine.clock.set("2026-03-10T12:00:19.999Z");
            assertThat(fixture.bearer("opaque-1")).isEqualTo("lic_1");
            assertThat(fixture.provider.requests(INTROSPECT)).isEqualTo(1);
            fixture.engine.clock.set("2026-03-10T12:00:20Z");
            assertThat(fixture.bearer("opaque-1")).isEqualTo("credential-expired");
            assertThat(fixture.provider.requests(INTROSPECT)).isEqualTo(2);
        }
    }

    @Test
    void unreachableEndpointIsNoFaultOfCaller() {
        try (OAuthFixture fixture = introspecting()) {
            fixture.provider.activate("opaque-1", members(OAuthFixture.NOW + 600));
            assertThat(fixture.bearer("opaque-1")).isEqualTo("lic_1");
            fixture.provider.answer(INTROSPECT, IdentityProvider.text(503, ""));
            assertThat(fixture.bearer("opaque-1")).as("already introspected").isEqualTo("lic_1");
            assertThat(fixture.bearer("opaque-2")).isEqualTo("enforcement-unavailable");
            fixture.engine.clock.set("2026-03-10T12:01:00Z");
            assertThat(fixture.bearer("opaque-1")).isEqualTo("enforcement-unavailable");
            assertThat(fixture.bearer(fixture.token())).as("verified by a key").isEqualTo("lic_1");
        }
    }

    @Test
    void sendsNoApiKeys() {
        try (OAuthFixture fixture = introspecting()) {
            assertThat(fixture.bearer(ApiKeyFormat.generate("live"))).isEqualTo("credential-invalid");
            assertThat(fixture.bearer(ApiKeyFormat.generateRefreshToken("live")))
                    .isEqualTo("credential-invalid");
            assertThat(fixture.bearer(fixture.engine.token("pro@1", "lic_own"))).isEqualTo("lic_own");
            assertThat(fixture.bearer("")).isEqualTo("credential-invalid");
            assertThat(fixture.provider.requests(INTROSPECT)).isZero();
        }
    }

    private static Call verifiedByHost(OAuthFixture fixture, String token, Map<String, Object> more) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", fixture.provider.issuer());
        claims.put("aud", EngineFixture.AUDIENCE);
        claims.put("client_id", "client-1");
        claims.putAll(more);
        return Call.builder("GET", new RequestPath.Canonical("/v1/forecast"))
                .credential(new Credential(Source.BEARER, token, new AuthenticatedToken(claims)))
                .build();
    }

    @Test
    void acceptsTokenThatHostHasVerified() {
        try (OAuthFixture fixture =
                new OAuthFixture(dir, provider -> OAuthIssuer.verifiedByHost(provider.issuer()), builder -> builder)) {
            for (int i = 0; i < 3; i++) {
                assertThat(fixture.identify(verifiedByHost(fixture, "token-1", Map.of())))
                        .isEqualTo("lic_1");
            }
            assertThat(fixture.bearer("token-1"))
                    .as("without the host, although it was verified before")
                    .isEqualTo("credential-invalid");
            assertThat(fixture.bearer(fixture.token()))
                    .as("verified by nothing")
                    .isEqualTo("credential-invalid");
            assertThat(fixture.identify(verifiedByHost(fixture, "token-2", Map.of("aud", "billing-api"))))
                    .isEqualTo("credential-invalid");
            assertThat(fixture.identify(verifiedByHost(fixture, "token-3", Map.of("exp", OAuthFixture.NOW - 31))))
                    .isEqualTo("credential-expired");
            assertThat(fixture.identify(verifiedByHost(fixture, "token-4", Map.of("cnf", Map.of("jkt", "abc")))))
                    .isEqualTo("proof-required");
        }
    }

    @Test
    void ignoresWhatHostHasVerifiedUnlessConfigured() {
        try (OAuthFixture fixture = new OAuthFixture(dir)) {
            assertThat(fixture.identify(verifiedByHost(fixture, "token-1", Map.of())))
                    .isEqualTo("credential-invalid");
        }
    }
}
