package io.github.licensing4j.core.credential.oauth;

import static io.github.licensing4j.core.credential.oauth.AccessTokenFixture.ISSUER;
import static io.github.licensing4j.core.credential.oauth.AccessTokenFixture.LICENSE;
import static io.github.licensing4j.core.credential.oauth.AccessTokenFixture.NOW;
import static io.github.licensing4j.core.credential.oauth.AccessTokenFixture.claims;
import static io.github.licensing4j.core.credential.oauth.AccessTokenFixture.rejected;
import static io.github.licensing4j.core.credential.oauth.AccessTokenFixture.verified;
import static io.github.licensing4j.core.credential.oauth.AccessTokenFixture.without;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.AuthenticatedToken;
import io.github.licensing4j.Credential;
import io.github.licensing4j.Credential.Source;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.core.credential.oauth.AccessTokenRules.Audience;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tokens that the host has verified. */
class HostTokenVerifierTest {
    private final AccessTokenFixture fixture = new AccessTokenFixture();
    private final HostTokenVerifier verifier =
            new HostTokenVerifier(List.of(OAuthIssuer.verifiedByHost(ISSUER)), fixture.common);

    private static Credential credential(Map<String, @Nullable Object> claims) {
        return new Credential(Source.BEARER, "token-1", new AuthenticatedToken(claims));
    }

    private RefusalCode code(Map<String, @Nullable Object> claims) {
        return rejected(verifier, credential(claims)).code();
    }

    @Test
    void findsLicenseWithoutSignature() {
        AccessToken token = verified(verifier, credential(claims("scope", List.of("read", "write"))));
        assertThat(token.license()).isEqualTo(LICENSE);
        assertThat(token.scopes()).containsExactlyInAnyOrder("read", "write");
        assertThat(token.expiresAt()).isEqualTo(Instant.ofEpochSecond(NOW + 300));
        assertThat(token.verifyAgainAt()).isEqualTo(Instant.ofEpochSecond(NOW + 60));
    }

    @Test
    void acceptsOnlyWhatHostHasVerified() {
        assertThat(verifier.accepts(credential(claims()))).isTrue();
        Credential bare = new Credential(Source.BEARER, "token-1");
        assertThat(verifier.accepts(bare)).isFalse();
        assertThat(rejected(verifier, bare).code()).isEqualTo(RefusalCode.CREDENTIAL_INVALID);
    }

    @Test
    void cachesUnderNameOfItsOwn() {
        assertThat(verifier.cacheName(credential(claims())))
                .startsWith("host:")
                .isNotEqualTo("token-1")
                .doesNotContain("token-1");
    }

    @Test
    void checksIssuerAudienceAndTimes() {
        assertThat(code(claims("iss", "https://evil.example"))).isEqualTo(RefusalCode.CREDENTIAL_INVALID);
        assertThat(code(claims("aud", List.of("billing-api")))).isEqualTo(RefusalCode.CREDENTIAL_INVALID);
        assertThat(code(without("aud"))).isEqualTo(RefusalCode.CREDENTIAL_INVALID);
        assertThat(code(claims("exp", NOW - 31))).isEqualTo(RefusalCode.CREDENTIAL_EXPIRED);
        assertThat(code(claims("nbf", NOW + 31))).isEqualTo(RefusalCode.CREDENTIAL_INVALID);
        assertThat(code(claims("client_id", "client-9"))).isEqualTo(RefusalCode.CREDENTIAL_INVALID);
        assertThat(code(claims("cnf", Map.of("jkt", 7)))).isEqualTo(RefusalCode.CREDENTIAL_INVALID);
        assertThat(code(claims("exp", Instant.ofEpochSecond(NOW)))).isEqualTo(RefusalCode.CREDENTIAL_INVALID);
    }

    @Test
    void readsFractionsOfSeconds() {
        assertThat(verified(verifier, credential(claims("exp", new BigDecimal("1773144000.500"))))
                        .expiresAt())
                .isEqualTo(Instant.ofEpochSecond(NOW).plusMillis(500));
        assertThat(verified(verifier, credential(claims("exp", 1773144000.25d))).expiresAt())
                .isEqualTo(Instant.ofEpochSecond(NOW).plusMillis(250));
    }

    @Test
    void tokenWithoutIssuerIsOfTheOnlyOne() {
        assertThat(verified(verifier, credential(without("iss"))).license()).isEqualTo(LICENSE);
        HostTokenVerifier two = new HostTokenVerifier(
                List.of(
                        OAuthIssuer.verifiedByHost(ISSUER),
                        OAuthIssuer.verifiedByHost("https://other.example")
                                .mapping(ClaimMapping.defaults().system("other"))),
                fixture.common);
        assertThat(rejected(two, credential(without("iss"))).code()).isEqualTo(RefusalCode.CREDENTIAL_INVALID);
        assertThat(verified(two, credential(claims())).license()).isEqualTo(LICENSE);
        assertThat(rejected(two, credential(claims("iss", "https://other.example")))
                        .code())
                .as("no license has the name in the system of that issuer")
                .isEqualTo(RefusalCode.CREDENTIAL_INVALID);
    }

    @Test
    void acceptsTokenWithoutAudienceIfAllowed() {
        HostTokenVerifier lenient = new HostTokenVerifier(
                List.of(OAuthIssuer.verifiedByHost(ISSUER)
                        .rules(AccessTokenRules.defaults().audience(Audience.ALLOW_MISSING))),
                fixture.common);
        assertThat(verified(lenient, credential(without("aud"))).license()).isEqualTo(LICENSE);
        assertThat(rejected(lenient, credential(claims("aud", "billing-api"))).code())
                .isEqualTo(RefusalCode.CREDENTIAL_INVALID);
    }

    @Test
    void showsNoClaims() {
        assertThat(credential(claims()).toString()).doesNotContain("client-1", "token-1");
        assertThat(new AuthenticatedToken(claims()).toString()).doesNotContain("client-1");
    }
}
