package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.licensing4j.Credential;
import io.github.licensing4j.Credential.Source;
import io.github.licensing4j.Granted;
import io.github.licensing4j.Identified;
import io.github.licensing4j.LicenseContext;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.Refused;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.admin.LicenseAdmin;
import io.github.licensing4j.core.credential.JwsAlgorithm;
import io.github.licensing4j.core.credential.dpop.ProofMaker;
import io.github.licensing4j.core.credential.mtls.Certificates;
import io.github.licensing4j.core.credential.oauth.ClaimMapping;
import io.github.licensing4j.core.credential.oauth.ClaimPath;
import io.github.licensing4j.core.credential.oauth.IdentityProvider;
import io.github.licensing4j.core.credential.oauth.OAuthIssuer;
import io.github.licensing4j.core.credential.oauth.ProviderKey;
import io.github.licensing4j.spi.LicenseRecord;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Access tokens of an identity provider in a whole engine. */
class OAuthEngineTest {
    private static final String URL = "https://api.example.com/v1/forecast";

    @TempDir
    Path dir;

    private OAuthFixture fixture;

    @BeforeEach
    void start() {
        fixture = new OAuthFixture(dir, OAuthEngineTest::issuer, builder -> builder);
    }

    private static OAuthIssuer issuer(IdentityProvider provider) {
        return OAuthIssuer.discovered(provider.issuer())
                .mapping(ClaimMapping.defaults().roles(ClaimPath.parse("/realm_access/roles")));
    }

    @AfterEach
    void end() {
        fixture.close();
    }

    @Test
    void grantsByAccessToken() {
        Map<String, @Nullable Object> claims = fixture.claims("scope", "forecast:read");
        claims.put("realm_access", Map.of("roles", List.of("analyst")));
        Identified caller = (Identified) fixture.engine.identify(fixture.sign(claims));
        assertThat(caller.license().orElseThrow().customer()).isEqualTo("customer of lic_1");
        assertThat(caller.scopes()).containsExactly("forecast:read");
        assertThat(caller.roles()).containsExactly("analyst");
        Requirement scoped = new Requirement(List.of(), Set.of("forecast:read"), List.of());
        Granted granted = (Granted) EngineFixture.decide(fixture.engine.licensing, caller, scoped);
        assertThat(LicenseContext.of(granted).roles()).containsExactly("analyst");
        Requirement other = new Requirement(List.of(), Set.of("forecast:write"), List.of());
        assertThat(OAuthFixture.shownDecision(EngineFixture.decide(fixture.engine.licensing, caller, other)))
                .isEqualTo("scope-missing");
    }

    @Test
    void requiresRoles() {
        Map<String, @Nullable Object> claims = fixture.claims("scope", "forecast:read");
        claims.put("realm_access", Map.of("roles", List.of("analyst", "guest")));
        Identified caller = (Identified) fixture.engine.identify(fixture.sign(claims));
        Requirement both = Requirement.license().withRoles(Set.of("analyst", "guest"));
        assertThat(EngineFixture.decide(fixture.engine.licensing, caller, both)).isInstanceOf(Granted.class);
        Requirement other = Requirement.license().withRoles(Set.of("analyst", "admin", "owner"));
        assertThat(EngineFixture.decide(fixture.engine.licensing, caller, other))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.refusal())
                                .extracting(Refusal::code, Refusal::detail)
                                .containsExactly(
                                        RefusalCode.ROLE_MISSING, "The credential lacks the role admin, owner."));
    }

    @Test
    void refusesTokenOfUnknownClient() {
        assertThat(fixture.bearer(fixture.token("client_id", "client-9"))).isEqualTo("credential-invalid");
    }

    @Test
    void expiresLikeOtherCredentials() {
        assertThat(fixture.bearer(fixture.token())).isEqualTo("lic_1");
        fixture.engine.clock.set("2026-03-10T12:10:30Z");
        assertThat(fixture.bearer(fixture.token())).isEqualTo("credential-expired");
    }

    @Test
    void followsNameToOtherLicense() {
        String token = fixture.token();
        assertThat(fixture.bearer(token)).isEqualTo("lic_1");
        LicenseRecord without = fixture.rename(fixture.license, Map.of());
        assertThat(fixture.bearer(token)).isEqualTo("credential-invalid");
        fixture.engine.put(OAuthFixture.license("lic_2", "client-1"));
        assertThat(fixture.bearer(token)).isEqualTo("lic_2");
        fixture.rename(without, Map.of("oauth", "client-1"));
        assertThat(fixture.bearer(token)).as("two licenses have the name").isEqualTo("credential-invalid");
    }

    @Test
    void nameInOtherSystemIsNoName() {
        fixture.rename(fixture.license, Map.of("stripe", "client-1"));
        assertThat(fixture.bearer(fixture.token())).isEqualTo("credential-invalid");
    }

    @Test
    void prefersLicenseThatHasNotEnded() {
        String token = fixture.token();
        assertThat(fixture.bearer(token)).isEqualTo("lic_1");
        fixture.engine.put(OAuthFixture.license("lic_2", "client-1"));
        assertThat(fixture.bearer(token)).isEqualTo("credential-invalid");
        LicenseRecord cancelled = fixture.license
                .edit(fixture.engine.clock.instant())
                .cancelledAt(fixture.engine.clock.instant())
                .done();
        fixture.engine.put(cancelled);
        assertThat(fixture.bearer(token)).isEqualTo("lic_2");
    }

    @Test
    void endedLicenseIsRefusedAsSuch() {
        assertThat(fixture.bearer(fixture.token())).isEqualTo("lic_1");
        Instant now = fixture.engine.clock.instant();
        fixture.engine.put(fixture.license.edit(now).cancelledAt(now).done());
        assertThat(fixture.bearer(fixture.token())).isEqualTo("license-ended");
    }

    @Test
    @DisplayName("RFC 8725 §3.8, §3.12: license tokens and access tokens are never taken for each other")
    void keepsKindsOfTokensApart() {
        String license = fixture.engine.token("pro@1", "lic_own");
        assertThat(fixture.bearer(license)).isEqualTo("lic_own");
        Map<String, @Nullable Object> header = fixture.key().header();
        header.put("typ", "license+jwt");
        Map<String, @Nullable Object> asLicense = fixture.claims("iss", EngineFixture.ISSUER);
        asLicense.putAll(Map.of("lic", "lic_1", "plan", "pro@1", "nbf", OAuthFixture.NOW));
        assertThat(fixture.bearer(fixture.key().sign(header, asLicense)))
                .as("a license token by the key of the provider")
                .isEqualTo("credential-invalid");
        asLicense.put("iss", fixture.provider.issuer());
        assertThat(fixture.bearer(fixture.key().sign(header, asLicense)))
                .as("a license token of the provider")
                .isEqualTo("credential-invalid");
        assertThat(fixture.bearer(fixture.token("iss", EngineFixture.ISSUER)))
                .as("an access token of the host")
                .isEqualTo("credential-invalid");
        assertThat(fixture.identify(
                        OAuthFixture.call(Source.LICENSE_TOKEN, fixture.token()).build()))
                .isEqualTo("credential-invalid");
        assertThat(fixture.identify(
                        OAuthFixture.call(Source.API_KEY, fixture.token()).build()))
                .isEqualTo("credential-invalid");
        assertThat(fixture.bearer(fixture.token())).isEqualTo("lic_1");
        assertThat(fixture.identify(
                        OAuthFixture.call(Source.LICENSE_TOKEN, fixture.token()).build()))
                .as("also once it is cached")
                .isEqualTo("credential-invalid");
    }

    @Test
    void isRevokedByItsId() {
        assertThat(fixture.bearer(fixture.token())).isEqualTo("lic_1");
        LicenseAdmin admin = fixture.engine.built.management().admin().orElseThrow();
        admin.tokens().revoke("oauth:oauth:jti-1", EngineFixture.ISSUER, AdminFixture.BY);
        assertThat(fixture.bearer(fixture.token())).isEqualTo("credential-revoked");
        assertThat(fixture.bearer(fixture.token("jti", "jti-2"))).isEqualTo("lic_1");
    }

    @Test
    void administersNoKeys() {
        Identified caller = (Identified) fixture.engine.identify(fixture.token());
        assertThat(fixture.engine.built.management().keys(caller)).isEmpty();
    }

    @Test
    void followsRotationOfKeys() {
        ProviderKey next = ProviderKey.of("key-2", "ES256");
        fixture.provider.publish(fixture.key(), next);
        String token = next.sign(fixture.claims());
        assertThat(fixture.bearer(token))
                .as("the key may have been published just now")
                .isIn("enforcement-unavailable", "lic_1");
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            while (!fixture.bearer(token).equals("lic_1")) {
                Thread.onSpinWait();
            }
        });
        assertThat(fixture.bearer(fixture.token("jti", "other"))).isEqualTo("lic_1");
    }

    @Test
    void unreachableProviderIsNoFaultOfCaller() {
        try (OAuthFixture down = new OAuthFixture(
                dir,
                provider -> {
                    provider.answer(IdentityProvider.OPENID, IdentityProvider.text(503, ""));
                    return OAuthIssuer.discovered(provider.issuer());
                },
                builder -> builder)) {
            assertThat(down.bearer(down.token())).isEqualTo("enforcement-unavailable");
            assertThat(down.engine.built.info().health().components())
                    .filteredOn(component -> component.detail().contains(down.provider.issuer()))
                    .extracting(component -> component.status().name())
                    .containsExactly("DOWN");
        }
    }

    @Test
    @DisplayName("RFC 9449 §7.1, §7.2: a token with cnf.jkt needs a proof by its key and the scheme DPoP")
    void holdsTokenToItsKey() {
        ProofMaker client = ProofMaker.of(JwsAlgorithm.ED25519);
        ProofMaker thief = ProofMaker.of(JwsAlgorithm.ED25519);
        String token = fixture.token("cnf", Map.of("jkt", client.thumbprint()));
        assertThat(proven(token, client)).isEqualTo("lic_1");
        assertThat(proven(token, thief)).isEqualTo("proof-invalid");
        assertThat(fixture.bearer(token)).isEqualTo("proof-required");
        assertThat(proven(fixture.token(), client))
                .as("an unbound token with DPoP")
                .isEqualTo("credential-invalid");
    }

    private String proven(String token, ProofMaker signer) {
        Map<String, @Nullable Object> claims = ProofMaker.claims("GET", URL, fixture.engine.clock.millis() / 1000);
        claims.put("ath", ProofMaker.hash(token));
        return fixture.identify(OAuthFixture.call(Source.DPOP, token)
                .effectiveUri(URI.create(URL))
                .header("DPoP", signer.sign(signer.header(), claims))
                .build());
    }

    @Test
    @DisplayName("RFC 8705 §3: a token with cnf.x5t#S256 needs a connection with its certificate")
    void holdsTokenToItsCertificate() throws IOException {
        String token = fixture.token(
                "cnf", Map.of("x5t#S256", Certificates.rfc8705().get("x5t#S256").asString()));
        assertThat(fixture.identify(OAuthFixture.call(Source.BEARER, token)
                        .clientCertificate(Certificates.ofRfc8705())
                        .build()))
                .isEqualTo("lic_1");
        assertThat(fixture.identify(OAuthFixture.call(Source.BEARER, token)
                        .clientCertificate(Certificates.selfSigned("other", Certificates.keys()))
                        .build()))
                .isEqualTo("proof-invalid");
        assertThat(fixture.bearer(token)).isEqualTo("proof-required");
    }

    @Test
    @DisplayName("RFC 7800 §3.1: a binding that nothing verifies refuses the token")
    void refusesUnknownBinding() {
        assertThat(fixture.bearer(fixture.token("cnf", Map.of("kid", "abc")))).isEqualTo("proof-required");
    }

    @Test
    void saysNothingOfTokenInRefusal() {
        Refusal refusal = ((Refused) fixture.engine.licensing.identify(
                        OAuthFixture.call(Source.BEARER, fixture.token("client_id", "client-9"))
                                .build()))
                .refusal();
        assertThat(refusal.toString()).doesNotContain("client-9", fixture.provider.issuer());
        assertThat(new Credential(Source.BEARER, fixture.token()).toString()).doesNotContain("eyJ");
    }
}
