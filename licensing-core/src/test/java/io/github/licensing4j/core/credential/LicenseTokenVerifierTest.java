package io.github.licensing4j.core.credential;

import static io.github.licensing4j.core.credential.TokenFixture.AUDIENCE;
import static io.github.licensing4j.core.credential.TokenFixture.ISSUER;
import static io.github.licensing4j.core.credential.TokenFixture.NOW;
import static io.github.licensing4j.core.credential.TokenFixture.claims;
import static io.github.licensing4j.core.credential.TokenFixture.encode;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.RefusalCode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LicenseTokenVerifierTest {
    private static final TokenFixture SHARED = new TokenFixture();
    private static final String TOKEN = SHARED.token();

    private final TokenFixture fixture = new TokenFixture();

    @ParameterizedTest
    @EnumSource(names = {"ED25519", "ES256", "PS256", "RS256"})
    void acceptsWhatItsIssuerSigned(JwsAlgorithm algorithm) {
        TokenFixture own = new TokenFixture(algorithm);
        VerifiedCaller caller = own.verified(own.token());
        assertThat(caller.license()).isEqualTo(new LicenseId(ISSUER, "lic_1"));
        assertThat(caller.customer()).isEqualTo("acme");
        assertThat(caller.plan()).contains(new PlanId("pro", 1));
        assertThat(caller.expiresAt()).isEqualTo("2026-03-10T13:00:00Z");
    }

    @Test
    void readsEveryClaimOfTheContract() {
        VerifiedCaller caller = fixture.verified(fixture.signed(claims(
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
    void acceptsTheDeprecatedNameOfEd25519AndTheLongFormOfItsType() {
        String header = fixture.header().replace("Ed25519", "EdDSA").replace("license+jwt", "Application/License+JWT");
        fixture.verified(fixture.signed(header, claims()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"?", "#", "=", "==", "\n", " ", "%", ".", ".AA", "\u00e9"})
    void refusesAnotherSpellingOfAGoodToken(String tail) {
        String[] parts = TOKEN.split("\\.", -1);
        for (String spelling : List.of(
                TOKEN + tail,
                tail + TOKEN,
                parts[0] + tail + "." + parts[1] + "." + parts[2],
                parts[0] + "." + parts[1] + tail + "." + parts[2])) {
            assertThat(SHARED.rejected(spelling).code()).isEqualTo(RefusalCode.CREDENTIAL_INVALID);
        }
    }

    @Test
    void refusesAFlippedUnusedBitInEachPart() {
        for (String claims : List.of(claims(), claims("'acme'", "'acme1'"), claims("'acme'", "'acme12'"))) {
            String[] parts = fixture.signed(claims).split("\\.", -1);
            for (int part = 0; part < 3; part++) {
                if (parts[part].length() % 4 != 0) {
                    String[] flipped = parts.clone();
                    char last = parts[part].charAt(parts[part].length() - 1);
                    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
                    char next = alphabet.charAt(alphabet.indexOf(last) ^ 1);
                    flipped[part] = parts[part].substring(0, parts[part].length() - 1) + next;
                    assertThat(fixture.rejected(String.join(".", flipped)).cause())
                            .contains("canonical");
                }
            }
        }
    }

    @Property(tries = 3000)
    void noOneCharacterChangeVerifies(
            @ForAll @IntRange(max = 2000) int position, @ForAll @CharRange(from = '!', to = '~') char c) {
        int at = position % TOKEN.length();
        String changed = TOKEN.substring(0, at) + c + TOKEN.substring(at + 1);
        if (!changed.equals(TOKEN)) {
            // Times are looked at before the signature, and the change may be in exp.
            assertThat(SHARED.rejected(changed).code())
                    .isIn(RefusalCode.CREDENTIAL_INVALID, RefusalCode.CREDENTIAL_EXPIRED);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                // nbf, exp and iat that overflow or are no number
                "'nbf':1773144000 | 'nbf':1e30",
                "'nbf':1773144000 | 'nbf':9223372036854775807",
                "'nbf':1773144000 | 'nbf':99999999999999999999999",
                "'nbf':1773144000 | 'nbf':-1",
                "'nbf':1773144000 | 'nbf':'1773144000'",
                "'exp':1773147600 | 'exp':253402300800",
                "'exp':1773147600 | 'exp':1e400",
                "'exp':1773147600 | 'exp':null",
                "'iat':1773144000 | 'iat':true",
                "'iat':1773144000 | 'iat':{}",
                // a missing claim
                ",'exp':1773147600 | ~~",
                ",'iat':1773144000 | ~~",
                ",'nbf':1773144000 | ~~",
                ",'jti':'tok_1' | ~~",
                ",'sub':'acme' | ~~",
                ",'lic':'lic_1' | ~~",
                ",'aud':'weather-api' | ~~",
                "'iss':'https://vendor.example', | ~~",
                // a wrong type
                "'sub':'acme' | 'sub':1",
                "'sub':'acme' | 'sub':['acme']",
                "'sub':'acme' | 'sub':''",
                "'jti':'tok_1' | 'jti':null",
                "'lic':'lic_1' | 'lic':' '",
                "'aud':'weather-api' | 'aud':['weather-api',null]",
                "'aud':'weather-api' | 'aud':[1,'weather-api']",
                "'aud':'weather-api' | 'aud':[]",
                "'aud':'weather-api' | 'aud':'other'",
                "'aud':'weather-api' | 'aud':'WEATHER-API'",
                "'iss':'https://vendor.example' | 'iss':'https://vendor.example/'",
                "'plan':'pro@1' | 'plan':'pro'",
                "'plan':'pro@1' | 'plan':1",
                "'plan':'pro@1' | 'zone':'Mars/Olympus'",
                "'plan':'pro@1' | 'anchor':1",
                "'plan':'pro@1' | 'anchor':'+999999999-12-31T23:59:59Z'",
                "'plan':'pro@1' | 'anchor':'1899-12-31T23:59:59Z'",
                "'plan':'pro@1' | 'anchor':'yesterday'",
                "'plan':'pro@1' | 'features':'x'",
                "'plan':'pro@1' | 'limits':[]",
                "'plan':'pro@1' | 'scope':'a  b'",
                "'plan':'pro@1' | 'scope':['a']",
                "'plan':'pro@1' | 'bind':{'ip':['1.2.3.4']}",
                "'plan':'pro@1' | 'bind':{'ips':[]}",
                "'plan':'pro@1' | 'status':{'status_list':{'idx':-1}}",
                // a member twice, at any depth
                "'plan':'pro@1' | 'plan':'pro@1','plan':'free@1'",
                "'plan':'pro@1' | 'cnf':{'jkt':'a','jkt':'b'}",
                "'plan':'pro@1' | 'limits':{'monthly':{'amount':1,'amount':2}}",
                "'plan':'pro@1' | 'unknown':{'a':{'b':1,'b':2}}",
                // not the whole text
                "'plan':'pro@1'} | 'plan':'pro@1'}{}",
                "'plan':'pro@1'} | 'plan':'pro@1'",
                "'sub':'acme' | 'sub':'ac\\u0000me'"
            })
    void refusesClaimsThatAreNotExactlyRight(String part, String replacement) {
        assertThat(fixture.rejected(fixture.signed(claims(part, replacement))).code())
                .isEqualTo(RefusalCode.CREDENTIAL_INVALID);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'typ':'license+jwt', | ",
                "'typ':'license+jwt' | 'typ':'JWT'",
                "'typ':'license+jwt' | 'typ':'at+jwt'",
                "'typ':'license+jwt' | 'typ':'license+jwt','crit':[]",
                "'typ':'license+jwt' | 'typ':'license+jwt','crit':['exp']",
                "'typ':'license+jwt' | 'typ':'license+jwt','crit':'exp'",
                "'typ':'license+jwt' | 'typ':'license+jwt','b64':false",
                "'typ':'license+jwt' | 'typ':'license+jwt','jwk':{}",
                "'typ':'license+jwt' | 'typ':'license+jwt','jku':'https://evil.example'",
                "'typ':'license+jwt' | 'typ':'license+jwt','x5u':'https://evil.example'",
                "'typ':'license+jwt' | 'typ':'license+jwt','x5c':[]",
                "'typ':'license+jwt' | 'typ':'license+jwt','typ':'license+jwt'",
                "'typ':'license+jwt' | 'typ':'license+jwt','x':{'a':1,'a':2}",
                "'alg':'Ed25519' | 'alg':'none'",
                "'alg':'Ed25519' | 'alg':'nOnE'",
                "'alg':'Ed25519' | 'alg':'HS256'",
                "'alg':'Ed25519' | 'alg':'hs256'",
                "'alg':'Ed25519' | 'alg':'ed25519'",
                "'alg':'Ed25519' | 'alg':'ES256'",
                "'alg':'Ed25519' | 'alg':'RS256'",
                "'alg':'Ed25519' | 'alg':'RS512'",
                "'alg':'Ed25519' | 'alg':'Ed448'",
                "'alg':'Ed25519' | 'alg':null",
                "'alg':'Ed25519', | ",
                "'kid': | 'kidd':",
            })
    void refusesHeadersThatAreNotExactlyRight(String part, String replacement) {
        String header = fixture.header();
        assertThat(header).contains(part);
        String changed = header.replace(part, replacement == null ? "" : replacement);
        assertThat(fixture.rejected(fixture.signed(changed, claims())).code())
                .isEqualTo(RefusalCode.CREDENTIAL_INVALID);
    }

    @Test
    void refusesAKeyLabelledForAnotherAlgorithmOfItsType() {
        TokenFixture rsa = new TokenFixture(JwsAlgorithm.PS256);
        String header = rsa.header().replace("PS256", "RS256");
        assertThat(rsa.rejected(rsa.signed(header, claims())).cause()).contains("'alg' is not that of its key");
    }

    @Test
    void refusesEncryptedAndSerializedForms() {
        String encrypted = encode("{\"alg\":\"dir\",\"enc\":\"A256GCM\"}") + "..AAAA.AAAA.AAAA";
        assertThat(fixture.rejected(encrypted).code()).isEqualTo(RefusalCode.CREDENTIAL_INVALID);
        assertThat(fixture.rejected("{\"payload\":\"AAAA\",\"signatures\":[]}").code())
                .isEqualTo(RefusalCode.CREDENTIAL_INVALID);
        assertThat(fixture.rejected("").code()).isEqualTo(RefusalCode.CREDENTIAL_INVALID);
        assertThat(fixture.rejected("..").code()).isEqualTo(RefusalCode.CREDENTIAL_INVALID);
        assertThat(fixture.rejected(TOKEN + "A".repeat(9000)).cause()).contains("longer than");
    }

    @Test
    void refusesClaimsInAnotherEncodingThanUtf8() {
        String input = encode(fixture.header().replace('\'', '"')) + "."
                + encode(claims().getBytes(java.nio.charset.StandardCharsets.UTF_16LE));
        String token = input + "."
                + encode(fixture.signing().sign(input.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        assertThat(fixture.rejected(token).code()).isEqualTo(RefusalCode.CREDENTIAL_INVALID);
    }

    @Test
    void refusesAnUnknownKeyAndAStrangersSignature() {
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
    void refusesTokensFromTheFutureBeyondTheSkew() {
        fixture.verified(fixture.signed(claims("'nbf':" + NOW, "'nbf':" + (NOW + 30))));
        assertThat(fixture.rejected(fixture.signed(claims("'nbf':" + NOW, "'nbf':" + (NOW + 31))))
                        .code())
                .isEqualTo(RefusalCode.CREDENTIAL_INVALID);
        assertThat(fixture.rejected(fixture.signed(claims("'iat':" + NOW, "'iat':" + (NOW + 31))))
                        .code())
                .isEqualTo(RefusalCode.CREDENTIAL_INVALID);
    }

    @Test
    void aBoundTokenNeverPassesAsIfItWereNot() {
        String bound = fixture.signed(claims("'plan':'pro@1'", "'cnf':{'jkt':'abc'}"));
        assertThat(fixture.rejected(bound).code()).isEqualTo(RefusalCode.PROOF_REQUIRED);
    }

    @Test
    void anotherTrustedIssuerCannotSpeakForThisOne() {
        TokenFixture other = new TokenFixture();
        LicenseTokenVerifier both = new LicenseTokenVerifier(
                List.of(
                        new TrustAnchor(ISSUER, AUDIENCE, List.of(fixture.keys)),
                        new TrustAnchor("https://other.example", AUDIENCE, List.of(other.keys))),
                Duration.ZERO,
                fixture.clock);
        assertThat(both.verify(other.signed(claims()))).isInstanceOf(Verification.Rejected.class);
        String theirs = other.signed(claims(ISSUER, "https://other.example"));
        assertThat(both.verify(theirs))
                .isInstanceOfSatisfying(
                        VerifiedCaller.class,
                        caller -> assertThat(caller.license())
                                .isEqualTo(new LicenseId("https://other.example", "lic_1")));
    }

    @Test
    void oldKeysVerifyBehindANewOneThatSigns() {
        String old = fixture.token();
        TokenFixture next = new TokenFixture();
        String both = "{\"keys\":[" + keyOf(next) + "," + keyOf(fixture) + "]}";
        KeyFile rotated = KeyFile.parse(both, "rotated keys");
        LicenseTokenVerifier verifier = fixture.verifier(rotated);
        assertThat(verifier.verify(old)).isInstanceOf(VerifiedCaller.class);
        assertThat(rotated.signing().orElseThrow().kid())
                .isEqualTo(next.signing().kid());
        assertThat(fixture.verifier(next.keys).verify(old)).isInstanceOf(Verification.Rejected.class);
    }

    @Test
    void saysNothingOfTheTokenInCausesOrText() {
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
