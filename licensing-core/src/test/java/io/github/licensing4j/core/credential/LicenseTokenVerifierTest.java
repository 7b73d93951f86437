package io.github.licensing4j.core.credential;

import static io.github.licensing4j.core.credential.TokenFixture.AUDIENCE;
import static io.github.licensing4j.core.credential.TokenFixture.ISSUER;
import static io.github.licensing4j.core.credential.TokenFixture.NOW;
import static io.github.licensing4j.core.credential.TokenFixture.claims;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.core.HeaderProof;
import io.github.licensing4j.core.credential.mtls.CertificateProofVerifier;
import io.github.licensing4j.spi.Confirmation;
import io.github.licensing4j.spi.CredentialVerification;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The caller of a verified token, and when a token is no longer valid. */
class LicenseTokenVerifierTest {
    private final TokenFixture fixture = new TokenFixture();

    @ParameterizedTest
    @EnumSource(names = {"ED25519", "ES256", "PS256", "RS256"})
    void acceptsTokenOfIssuer(JwsAlgorithm algorithm) {
        TokenFixture own = new TokenFixture(algorithm);
        VerifiedCredential caller = own.verified(own.token());
        assertThat(caller.license()).isEqualTo(new LicenseId(ISSUER, "lic_1"));
        assertThat(caller.customer()).isEqualTo("acme");
        assertThat(caller.plan()).contains(new PlanId("pro", 1));
        assertThat(caller.expiresAt()).isEqualTo("2026-03-10T13:00:00Z");
    }

    @Test
    void readsEveryClaimOfTheContract() {
        VerifiedCredential caller = fixture.verified(fixture.signed(claims(
                "'plan':'pro@1'",
                "'features':['+export.csv','-beta'],'limits':{'monthly':{'amount':5}},'anchor':'2026-01-31T00:00:00Z',"
                        + "'zone':'Europe/Berlin','scope':'read write','bind':{'ips':['10.0.0.0/8']},"
                        + "'status':{'status_list':{'idx':4,'uri':'https://vendor.example/status'}},'extra':[{}]")));
        assertThat(caller.plan()).isEmpty();
        assertThat(caller.overrides().features()).containsExactly("+export.csv", "-beta");
        assertThat(caller.overrides().limits()).isEqualTo(Map.of("monthly", Map.of("amount", 5)));
        assertThat(caller.anchor()).isEqualTo(Instant.parse("2026-01-31T00:00:00Z"));
        assertThat(caller.zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
        assertThat(caller.scopes()).isEqualTo(Set.of("read", "write"));
        assertThat(caller.bindings().admits("10.1.2.3")).isTrue();
        assertThat(caller.bindings().admits("11.1.2.3")).isFalse();
    }

    @Test
    void acceptsEdDsaAndLongMediaType() {
        String header = fixture.header().replace("Ed25519", "EdDSA").replace("license+jwt", "Application/License+JWT");
        fixture.verified(fixture.signed(header, claims()));
    }

    @Test
    void refusesKeyOfOtherAlgorithm() {
        TokenFixture rsa = new TokenFixture(JwsAlgorithm.PS256);
        String header = rsa.header().replace("PS256", "RS256");
        assertThat(rsa.rejected(rsa.signed(header, claims())).cause()).contains("'alg' is not that of its key");
    }

    @Test
    void refusesUnknownKeyAndForeignSignature() {
        assertThat(fixture.rejected(new TokenFixture().token()).cause()).contains("no key of that kid");
        TokenFixture stranger = new TokenFixture();
        String forged = stranger.signed(fixture.header(), claims());
        assertThat(fixture.rejected(forged).cause()).contains("signature");
    }

    @Test
    void expiresWithTheSkewAndNotBefore() {
        String token = fixture.token();
        fixture.clock.advance(Duration.ofSeconds(3629));
        fixture.verified(token);
        fixture.clock.advance(Duration.ofSeconds(1));
        assertThat(fixture.rejected(token).code()).isEqualTo(RefusalCode.CREDENTIAL_EXPIRED);
    }

    @Test
    void refusesFutureTokenBeyondSkew() {
        fixture.verified(fixture.signed(claims("'nbf':" + NOW, "'nbf':" + (NOW + 30))));
        assertThat(fixture.rejected(fixture.signed(claims("'nbf':" + NOW, "'nbf':" + (NOW + 31))))
                        .code())
                .isEqualTo(RefusalCode.CREDENTIAL_INVALID);
        assertThat(fixture.rejected(fixture.signed(claims("'iat':" + NOW, "'iat':" + (NOW + 31))))
                        .code())
                .isEqualTo(RefusalCode.CREDENTIAL_INVALID);
    }

    @Test
    void refusesBoundTokenWithoutProof() {
        String bound = fixture.signed(claims("'plan':'pro@1'", "'cnf':{'jkt':'abc'}"));
        assertThat(fixture.rejected(bound).code()).isEqualTo(RefusalCode.PROOF_REQUIRED);
    }

    @Test
    void verifiesBoundTokenIfProofsAreVerified() {
        LicenseTokenVerifier proving = fixture.proving(new HeaderProof());
        String bound = fixture.signed(claims("'plan':'pro@1'", "'cnf':{'header':'key-1'}"));
        VerifiedCredential verified = (VerifiedCredential) proving.verify(bound);
        assertThat(verified.confirmations()).containsExactly(new Confirmation("header", "key-1"));
        String twice = fixture.signed(claims("'plan':'pro@1'", "'cnf':{'header':'key-1','jkt':'abc'}"));
        assertThat(proving.verify(twice)).isInstanceOf(CredentialVerification.Rejected.class);
        String empty = fixture.signed(claims("'plan':'pro@1'", "'cnf':{}"));
        assertThat(proving.verify(empty)).isInstanceOf(CredentialVerification.Rejected.class);
    }

    @Test
    void keepsEveryConfirmation() {
        String digest = "A4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v0";
        String bound = fixture.signed(claims("'plan':'pro@1'", "'cnf':{'header':'key-1','x5t#S256':'" + digest + "'}"));
        VerifiedCredential verified =
                (VerifiedCredential) fixture.proving(new HeaderProof(), new CertificateProofVerifier())
                        .verify(bound);
        assertThat(verified.confirmations())
                .containsExactly(new Confirmation("header", "key-1"), new Confirmation("x5t#S256", digest));
    }

    @Test
    void refusesTokenSignedByOtherIssuer() {
        TokenFixture other = new TokenFixture();
        LicenseTokenVerifier both = new LicenseTokenVerifier(
                List.of(
                        new TrustAnchor(ISSUER, AUDIENCE, List.of(fixture.keys)),
                        new TrustAnchor("https://other.example", AUDIENCE, List.of(other.keys))),
                Duration.ZERO,
                fixture.clock,
                List.of());
        assertThat(both.verify(other.signed(claims()))).isInstanceOf(CredentialVerification.Rejected.class);
        String theirs = other.signed(claims(ISSUER, "https://other.example"));
        assertThat(both.verify(theirs))
                .isInstanceOfSatisfying(
                        VerifiedCredential.class,
                        caller -> assertThat(caller.license())
                                .isEqualTo(new LicenseId("https://other.example", "lic_1")));
    }

    @Test
    void oldKeysVerifyAfterRotation() {
        String old = fixture.token();
        TokenFixture next = new TokenFixture();
        String both = "{\"keys\":[" + keyOf(next) + "," + keyOf(fixture) + "]}";
        KeyFile rotated = KeyFile.parse(both, "rotated keys");
        LicenseTokenVerifier verifier = fixture.verifier(rotated);
        assertThat(verifier.verify(old)).isInstanceOf(VerifiedCredential.class);
        assertThat(rotated.signing().orElseThrow().kid())
                .isEqualTo(next.signing().kid());
        assertThat(fixture.verifier(next.keys).verify(old)).isInstanceOf(CredentialVerification.Rejected.class);
    }

    @Test
    void neverShowsTokenInCauses() {
        String token = fixture.token();
        String tampered = token.substring(0, token.length() - 4) + "AAAA";
        assertThat(fixture.rejected(tampered).cause()).doesNotContain(token.split("\\.", -1)[1]);
        assertThat(fixture.verified(token).toString()).doesNotContain("eyJ").contains("tok_");
        assertThat(fixture.signing().toString()).doesNotContain("PrivateKey");
    }

    private static String keyOf(TokenFixture fixture) {
        return fixture.jwks.substring(fixture.jwks.indexOf('[') + 1, fixture.jwks.lastIndexOf(']'));
    }
}
