package io.github.licensing4j.core.credential;

import static io.github.licensing4j.core.credential.TokenFixture.claims;
import static io.github.licensing4j.core.credential.TokenFixture.encode;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.core.RandomCases;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens that are not exactly right in form. */
class MalformedTokensTest {
    private static final TokenFixture SHARED = new TokenFixture();
    private static final String TOKEN = SHARED.token();

    private final TokenFixture fixture = new TokenFixture();

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

    @Test
    void noOneCharacterChangeVerifies() {
        RandomCases.run(3000, random -> {
            int at = random.nextInt(TOKEN.length());
            char c = (char) random.nextInt('!', '~' + 1);
            String changed = TOKEN.substring(0, at) + c + TOKEN.substring(at + 1);
            if (!changed.equals(TOKEN)) {
                // Times are checked before the signature, and the change may be in exp.
                assertThat(SHARED.rejected(changed).code())
                        .isIn(RefusalCode.CREDENTIAL_INVALID, RefusalCode.CREDENTIAL_EXPIRED);
            }
        });
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
                "'sub':'acme' | 'sub':'ac\\u0000me'",
                // half a surrogate pair, which no UTF-8 can carry on
                "'sub':'acme' | 'sub':'ac\\ud83dme'",
                "'plan':'pro@1' | 'limits':{'monthly':{'note':'\\ude00'}}",
                "'plan':'pro@1' | 'limits':{'\\ud83d':{}}"
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
    @Tag("4.4.5")
    void causeIsPrintableAndShort() {
        String forged = TokenFault.invalid("a\r\nERROR forged\u2028\u202e" + "x".repeat(5_000))
                .toRejection()
                .cause();
        assertThat(forged).startsWith("a??ERROR forged??x").hasSize(300);
    }

    @Test
    void refusesClaimsInAnotherEncodingThanUtf8() {
        String input = encode(fixture.header().replace('\'', '"')) + "."
                + encode(claims().getBytes(java.nio.charset.StandardCharsets.UTF_16LE));
        String token = input + "."
                + encode(fixture.signing().sign(input.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        assertThat(fixture.rejected(token).code()).isEqualTo(RefusalCode.CREDENTIAL_INVALID);
    }
}
