package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static io.github.licensing4j.core.BoundCalls.at;
import static io.github.licensing4j.core.BoundCalls.ips;
import static io.github.licensing4j.core.BoundCalls.organisations;
import static io.github.licensing4j.core.BoundCalls.peer;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Call.Peer;
import io.github.licensing4j.CallerBindings;
import io.github.licensing4j.Credential;
import io.github.licensing4j.Credential.Source;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.admin.LicenseUpdate;
import io.github.licensing4j.core.credential.oauth.ClaimMapping;
import io.github.licensing4j.core.credential.oauth.ClaimPath;
import io.github.licensing4j.core.credential.oauth.OAuthIssuer;
import io.github.licensing4j.spi.CredentialVerification;
import io.github.licensing4j.spi.CredentialVerifier;
import io.github.licensing4j.spi.LicenseRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every kind of credential is refused outside the bindings of its license. */
class BoundLicenseCredentialsTest extends SignedCallFixture {
    private static final String MISMATCH = "binding-mismatch";
    private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");
    private static final Peer NEAR = at("198.51.100.7");
    private static final Peer FAR = at("203.0.113.9");
    private static final CallerBindings NEARBY = ips("198.51.100.0/24");

    private static LicenseRecord bound(LicenseRecord license, CallerBindings bindings) {
        return license.edit(NOW).bindings(bindings).done();
    }

    private String signedFrom(Peer peer) {
        return outcome(fixture.engine.licensing.identify(call(signer(), Map.of(), NOTHING)
                .credential(new Credential(Source.SIGNATURE, "as received"))
                .peer(peer)
                .build()));
    }

    @Test
    void bindsSignedCalls() {
        assertThat(signedFrom(FAR)).isEqualTo("granted");
        LicenseUpdate update = LicenseUpdate.none().bound(NEARBY);
        Object unused = fixture.admin.licenses().update(license, update, OptionalLong.empty(), BY);
        assertThat(signedFrom(FAR)).isEqualTo(MISMATCH);
        assertThat(signedFrom(NEAR)).isEqualTo("granted");
    }

    @Test
    void bindsSelfContainedTokensOfStoredLicensesOnly() throws Exception {
        try (EngineFixture engine = new EngineFixture(Files.createDirectory(dir.resolve("tokens")))) {
            String token = engine.token("pro@1", "lic_1");
            assertThat(BoundCalls.call(engine.licensing, token, FAR)).isEqualTo("granted");
            LicenseRecord stored = LicenseRecord.of(
                    new LicenseId(EngineFixture.ISSUER, "lic_1"), "acme", PlanId.parse("pro@1"), NOW, ZoneOffset.UTC);
            engine.put(stored);
            engine.put(bound(stored, NEARBY));
            assertThat(BoundCalls.call(engine.licensing, token, FAR)).isEqualTo(MISMATCH);
            assertThat(BoundCalls.call(engine.licensing, token, NEAR)).isEqualTo("granted");
            String other = engine.token("pro@1", "lic_2");
            assertThat(BoundCalls.call(engine.licensing, other, FAR)).isEqualTo("granted");
        }
    }

    @Test
    void bindsAccessTokens() throws Exception {
        Path own = Files.createDirectory(dir.resolve("oauth"));
        try (OAuthFixture oauth = new OAuthFixture(own)) {
            String token = oauth.token();
            assertThat(BoundCalls.call(oauth.engine.licensing, token, FAR)).isEqualTo("granted");
            oauth.engine.put(bound(oauth.license, NEARBY));
            assertThat(BoundCalls.call(oauth.engine.licensing, token, FAR)).isEqualTo(MISMATCH);
            assertThat(BoundCalls.call(oauth.engine.licensing, token, NEAR)).isEqualTo("granted");
        }
    }

    @Test
    void organisationIsThatOfHostOrElseOfClaim() throws Exception {
        Path own = Files.createDirectory(dir.resolve("organisations"));
        try (OAuthFixture oauth = new OAuthFixture(
                own,
                provider -> OAuthIssuer.discovered(provider.issuer())
                        .mapping(ClaimMapping.defaults().organisations(ClaimPath.parse("/org"))),
                builder -> builder)) {
            oauth.engine.put(bound(oauth.license, organisations("o1", "o3")));
            String one = oauth.token("org", "o1");
            String several = oauth.token("org", List.of("o2", "o3"));
            String other = oauth.token("org", List.of("o2"));
            assertThat(BoundCalls.call(oauth.engine.licensing, one, FAR)).isEqualTo("granted");
            assertThat(BoundCalls.call(oauth.engine.licensing, several, FAR)).isEqualTo("granted");
            assertThat(BoundCalls.call(oauth.engine.licensing, other, FAR)).isEqualTo(MISMATCH);
            assertThat(BoundCalls.call(oauth.engine.licensing, oauth.token(), FAR))
                    .as("no claim")
                    .isEqualTo(MISMATCH);
            assertThat(BoundCalls.call(oauth.engine.licensing, oauth.token("org", 7), FAR))
                    .as("a claim of another type")
                    .isEqualTo("credential-invalid");
            assertThat(BoundCalls.call(oauth.engine.licensing, one, peer("::1", null, null, "o2")))
                    .as("the host names another")
                    .isEqualTo(MISMATCH);
            assertThat(BoundCalls.call(oauth.engine.licensing, other, peer("::1", null, null, "o3")))
                    .isEqualTo("granted");
        }
    }

    /** Accepts {@code badge:<license>:<organisation>}, as the principals of a host. */
    private static final class Badges implements CredentialVerifier {
        @Override
        public boolean accepts(Credential credential) {
            return credential.value().startsWith("badge:");
        }

        @Override
        public CredentialVerification verify(Credential credential) {
            String[] parts = credential.value().split(":", -1);
            return Badge.of(parts[1]).withOrganisations(Set.of(parts[2]));
        }
    }

    @Test
    void bindsPluggedCredentials() throws Exception {
        Path own = Files.createDirectory(dir.resolve("plugged"));
        try (EngineFixture engine = new EngineFixture(own, builder -> builder.credentialVerifier(new Badges()))) {
            LicenseRecord stored = LicenseRecord.of(
                    new LicenseId(EngineFixture.ISSUER, "lic_1"), "acme", PlanId.parse("pro@1"), NOW, ZoneOffset.UTC);
            engine.put(stored);
            assertThat(BoundCalls.call(engine.licensing, "badge:lic_1:o1", FAR)).isEqualTo("granted");
            LicenseRecord near = bound(stored, NEARBY);
            engine.put(near);
            assertThat(BoundCalls.call(engine.licensing, "badge:lic_1:o1", FAR)).isEqualTo(MISMATCH);
            assertThat(BoundCalls.call(engine.licensing, "badge:lic_1:o1", NEAR))
                    .isEqualTo("granted");
            engine.put(bound(near, organisations("o1")));
            assertThat(BoundCalls.call(engine.licensing, "badge:lic_1:o1", FAR)).isEqualTo("granted");
            assertThat(BoundCalls.call(engine.licensing, "badge:lic_1:o2", NEAR))
                    .isEqualTo(MISMATCH);
        }
    }
}
