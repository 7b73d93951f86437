package io.github.licensing4j.core.credential.oauth;

import static io.github.licensing4j.core.credential.oauth.AccessTokenFixture.AUDIENCE;
import static io.github.licensing4j.core.credential.oauth.AccessTokenFixture.EC;
import static io.github.licensing4j.core.credential.oauth.AccessTokenFixture.ISSUER;
import static io.github.licensing4j.core.credential.oauth.AccessTokenFixture.NOW;
import static io.github.licensing4j.core.credential.oauth.AccessTokenFixture.RSA;
import static io.github.licensing4j.core.credential.oauth.AccessTokenFixture.STRANGER;
import static io.github.licensing4j.core.credential.oauth.AccessTokenFixture.bearer;
import static io.github.licensing4j.core.credential.oauth.AccessTokenFixture.claims;
import static io.github.licensing4j.core.credential.oauth.AccessTokenFixture.code;
import static io.github.licensing4j.core.credential.oauth.AccessTokenFixture.rejected;
import static io.github.licensing4j.core.credential.oauth.AccessTokenFixture.verified;
import static io.github.licensing4j.core.credential.oauth.AccessTokenFixture.without;
import static io.github.licensing4j.core.credential.oauth.ProviderKey.encode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.core.credential.oauth.AccessTokenRules.Profile;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** Tokens that differ from a right one in one thing, each with the section that forbids it. None is accepted. */
@Tag("rfc9068")
class RefusedAccessTokensTest {
    private final AccessTokenFixture fixture = new AccessTokenFixture();

    private static Map<String, @Nullable Object> header(String name, @Nullable Object value) {
        Map<String, @Nullable Object> header = RSA.header();
        header.put(name, value);
        return header;
    }

    private static Map<String, @Nullable Object> headerWithout(String name) {
        Map<String, @Nullable Object> header = RSA.header();
        header.remove(name);
        return header;
    }

    private static String json(Map<String, @Nullable Object> members) {
        return JsonMapper.shared().writeValueAsString(members);
    }

    /** Returns claims with text put before their end. */
    private static String claimsWith(String more) {
        String right = json(claims());
        return right.substring(0, right.length() - 1) + "," + more + "}";
    }

    private static String mac(byte[] key) {
        try {
            String input = encode(json(header("alg", "HS256"))) + "." + encode(json(claims()));
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return input + "." + encode(mac.doFinal(input.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] pem() {
        return ("-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'})
                                .encodeToString(RSA.publicKey().getEncoded())
                        + "\n-----END PUBLIC KEY-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String unsigned(String alg) {
        return encode(json(header("alg", alg))) + "." + encode(json(claims())) + ".";
    }

    private static String withSignature(byte[] signature) {
        String token = RSA.sign(claims());
        return token.substring(0, token.lastIndexOf('.') + 1) + encode(signature);
    }

    static Stream<Arguments> headers() {
        return Stream.of(
                arguments("RFC 9068 §4: no type", RSA.sign(headerWithout("typ"), claims())),
                arguments("RFC 9068 §4: type of any JWT", RSA.sign(header("typ", "JWT"), claims())),
                arguments("RFC 8725 §3.11: type of license tokens", RSA.sign(header("typ", "license+jwt"), claims())),
                arguments("RFC 8725 §3.11: type of proofs", RSA.sign(header("typ", "dpop+jwt"), claims())),
                arguments("RFC 8725 §3.11: type with a blank", RSA.sign(header("typ", "at+jwt "), claims())),
                arguments("RFC 8725 §3.11: type in another tree", RSA.sign(header("typ", "text/at+jwt"), claims())),
                arguments("RFC 7515 §4.1.9: type that is no text", RSA.sign(header("typ", 1), claims())),
                arguments("RFC 7515 §4.1.9: type in a list", RSA.sign(header("typ", List.of("at+jwt")), claims())));
    }

    static Stream<Arguments> algorithms() {
        return Stream.of(
                arguments("RFC 9068 §2.1: none", unsigned("none")),
                arguments("RFC 9068 §2.1: none in another case", unsigned("nOnE")),
                arguments("RFC 9068 §2.1: none with a signature", RSA.sign(header("alg", "none"), claims())),
                arguments("RFC 8725 §2.1: HS256 by the key in PEM", mac(pem())),
                arguments(
                        "RFC 8725 §2.1: HS256 by the key in DER",
                        mac(RSA.publicKey().getEncoded())),
                arguments(
                        "RFC 8725 §2.1: HS256 by the key set",
                        mac(ProviderKey.set(RSA).getBytes(StandardCharsets.UTF_8))),
                arguments(
                        "RFC 8725 §3.1: another algorithm of the same key",
                        RSA.as("rsa-1", "PS256").sign(claims())),
                arguments(
                        "RFC 8725 §3.1: algorithm that is not allowed",
                        RSA.as("rsa-1", "RS512").sign(claims())),
                arguments("RFC 8725 §3.1: algorithm of another key", RSA.sign(header("kid", "ec-1"), claims())),
                arguments("RFC 8725 §3.1: algorithm in lower case", RSA.sign(header("alg", "rs256"), claims())),
                arguments("RFC 7515 §4.1.1: no algorithm", RSA.sign(headerWithout("alg"), claims())),
                arguments("RFC 8725 §3.1: algorithm that is no text", RSA.sign(header("alg", 256), claims())));
    }

    static Stream<Arguments> keys() {
        return Stream.of(
                arguments("RFC 7515 §4.1.4: no key id", RSA.sign(headerWithout("kid"), claims())),
                arguments("RFC 7515 §4.1.4: unknown key id", RSA.sign(header("kid", "rsa-2"), claims())),
                arguments(
                        "RFC 7515 §4.1.3: key in the token",
                        STRANGER.sign(header("jwk", STRANGER.published()), claims())),
                arguments(
                        "RFC 7515 §4.1.2: address of keys",
                        RSA.sign(header("jku", "https://idp.example/keys"), claims())),
                arguments(
                        "RFC 7515 §4.1.5: address of a certificate",
                        RSA.sign(header("x5u", "https://x.example"), claims())),
                arguments("RFC 7515 §4.1.6: certificates", RSA.sign(header("x5c", List.of("MII")), claims())),
                arguments("RFC 7515 §4.1.11: critical extension", RSA.sign(header("crit", List.of("exp")), claims())),
                arguments("RFC 7515 §4.1.11: empty list", RSA.sign(header("crit", List.of()), claims())),
                arguments("RFC 7797 §6: unencoded payload", RSA.sign(header("b64", false), claims())),
                arguments(
                        "RFC 7515 §10.12: member twice",
                        RSA.sign(
                                "{\"typ\":\"at+jwt\",\"alg\":\"none\",\"alg\":\"RS256\",\"kid\":\"rsa-1\"}",
                                json(claims()))));
    }

    static Stream<Arguments> claimSets() {
        return Stream.of(
                arguments("RFC 9068 §4: another issuer", claims("iss", "https://evil.example")),
                arguments("RFC 9068 §4: issuer with a slash", claims("iss", ISSUER + "/")),
                arguments(
                        "RFC 9068 §4: issuer in another case",
                        claims("iss", ISSUER.toUpperCase(java.util.Locale.ROOT))),
                arguments("RFC 9068 §2.2: no issuer", without("iss")),
                arguments("RFC 7519 §4.1.1: list of issuers", claims("iss", List.of(ISSUER))),
                arguments("RFC 9068 §4: another audience", claims("aud", "billing-api")),
                arguments("RFC 9068 §4: audience that begins like it", claims("aud", AUDIENCE + "-2")),
                arguments("RFC 9068 §4: audience in a longer text", claims("aud", "billing-api " + AUDIENCE)),
                arguments("RFC 9068 §2.2: no audience", without("aud")),
                arguments("RFC 7519 §4.1.3: empty list", claims("aud", List.of())),
                arguments("RFC 7519 §4.1.3: null in the list", claims("aud", Arrays.asList(AUDIENCE, null))),
                arguments("RFC 7519 §4.1.3: number", claims("aud", 1)),
                arguments("no license of that name", claims("client_id", "client-9")));
    }

    static Stream<Arguments> times() {
        return Stream.of(
                arguments("RFC 9068 §2.2: no expiry", without("exp")),
                arguments("RFC 7519 §4.1.4: null", claims("exp", null)),
                arguments("RFC 7519 §2: text", claims("exp", String.valueOf(NOW + 300))),
                arguments("RFC 7519 §2: out of range", claims("exp", new BigDecimal("1e30"))),
                arguments("RFC 7519 §2: below zero", claims("exp", -1)),
                arguments("RFC 7519 §2: many digits", claims("exp", new BigDecimal("1e-999999"))),
                arguments("RFC 7519 §4.1.5: not valid yet", claims("nbf", NOW + 31)),
                arguments("RFC 7519 §4.1.5: overflow", claims("nbf", new BigDecimal("1e30"))),
                arguments("RFC 7519 §4.1.6: issued in the future", claims("iat", NOW + 31)),
                arguments("RFC 9068 §2.2: no iat", without("iat")));
    }

    static Stream<Arguments> required() {
        return Stream.of(
                arguments("RFC 9068 §2.2: no sub", without("sub")),
                arguments("RFC 9068 §2.2: no client_id", without("client_id")),
                arguments("RFC 9068 §2.2: no jti", without("jti")),
                arguments("RFC 7519 §4.1.2: number as sub", claims("sub", 7)),
                arguments("RFC 7519 §4.1.7: number as jti", claims("jti", 7)),
                arguments("RFC 9068 §2.2: control character", claims("client_id", "client-1\n")),
                arguments("RFC 6749 §3.3: scope that is no text", claims("scope", 1)),
                arguments("RFC 7800 §3.1: empty cnf", claims("cnf", Map.of())),
                arguments("RFC 7800 §3.1: cnf that is no object", claims("cnf", "abc")),
                arguments("RFC 7800 §3.2: key in cnf, which nothing verifies", claims("cnf", Map.of("jwk", Map.of()))),
                arguments("OpenID Connect Core §3.1.3.6: ID token", claims("at_hash", "abc")),
                arguments("OpenID Connect Core §3.3.2.11: ID token", claims("c_hash", "abc")),
                arguments("RFC 8417 §2.2: security event", claims("events", Map.of("https://e.example", Map.of()))),
                arguments("RFC 8725 §3.12: ID token of Cognito", claims("token_use", "id")),
                arguments("RFC 8725 §3.12: refresh token of Keycloak", claims("typ", "Refresh")));
    }

    static Stream<Arguments> documents() {
        return Stream.of(
                arguments(
                        "RFC 7519 §4: claim twice",
                        RSA.sign(json(RSA.header()), claimsWith("\"aud\":\"" + AUDIENCE + "\""))),
                arguments(
                        "RFC 7519 §4: nested member twice",
                        RSA.sign(json(RSA.header()), claimsWith("\"cnf\":{\"jkt\":\"a\",\"jkt\":\"b\"}"))),
                arguments("RFC 7519 §7.2: no JSON", RSA.sign(json(RSA.header()), json(claims()) + "x")),
                arguments("RFC 7519 §7.2: list", RSA.sign(json(RSA.header()), "[" + json(claims()) + "]")));
    }

    static Stream<Arguments> texts() {
        String right = RSA.sign(claims());
        String[] parts = right.split("\\.", -1);
        return Stream.of(
                arguments(
                        "RFC 7515 §5.2: changed claims",
                        parts[0] + "." + encode(json(claims("sub", "root"))) + "." + parts[2]),
                arguments("RFC 7515 §5.2: signature of another key of that id", STRANGER.sign(claims())),
                arguments("RFC 7515 §5.2: no signature", parts[0] + "." + parts[1] + "."),
                arguments("RFC 7515 §5.2: signature of zeros", withSignature(new byte[256])),
                arguments("RFC 7515 §5.2: short signature", withSignature(new byte[255])),
                arguments("RFC 7515 §5.2: signature with a byte more", withSignature(new byte[257])),
                arguments("RFC 7515 §2: padding", right + "="),
                arguments("RFC 7515 §2: line break", right + "\n"),
                arguments("RFC 7515 §2: other alphabet", right.replace(parts[2], parts[2] + "+")),
                arguments("RFC 7515 §7.1: two parts", parts[0] + "." + parts[1]),
                arguments("RFC 7515 §7.1: four parts", right + "." + parts[2]),
                arguments("RFC 7516 §7.1: encrypted", "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..a.b.c"),
                arguments(
                        "RFC 7515 §7.2: JSON serialization",
                        "{\"payload\":\"" + parts[1] + "\",\"protected\":\"" + parts[0] + "\",\"signature\":\""
                                + parts[2] + "\"}"),
                arguments("longer than any token", RSA.sign(claims("filler", "x".repeat(13_000)))),
                arguments("empty", ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"headers", "algorithms", "keys", "documents", "texts"})
    void refusesToken(String rule, String token) {
        assertThat(code(fixture.verifier(), token)).isEqualTo(RefusalCode.CREDENTIAL_INVALID);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"claimSets", "times", "required"})
    void refusesClaims(String rule, Map<String, @Nullable Object> claims) {
        assertThat(code(fixture.verifier(), RSA.sign(claims))).isEqualTo(RefusalCode.CREDENTIAL_INVALID);
    }

    /** The rules that keep tokens apart hold for generic JWTs as well. */
    @ParameterizedTest(name = "{0}")
    @MethodSource({"claimSets", "times", "required"})
    void refusesClaimsOfGenericJwt(String rule, Map<String, @Nullable Object> claims) {
        if (rule.contains("no iat") || rule.contains("no sub") || rule.contains("no jti") || rule.contains("as sub")) {
            return;
        }
        JwtAccessTokenVerifier generic = fixture.verifier(
                issuer -> issuer.rules(AccessTokenRules.defaults().profile(Profile.ALLOW_GENERIC_JWT)));
        assertThat(code(generic, RSA.sign(header("typ", "JWT"), claims))).isEqualTo(RefusalCode.CREDENTIAL_INVALID);
    }

    @Test
    void rightTokenIsAccepted() {
        assertThat(verified(fixture.verifier(), RSA.sign(claims())).id()).isEqualTo("oauth:oauth:jti-1");
        assertThat(verified(fixture.verifier(), EC.sign(claims())).id()).isEqualTo("oauth:oauth:jti-1");
    }

    @Test
    void expiredTokenHasCodeOfItsOwn() {
        assertThat(code(fixture.verifier(), RSA.sign(claims("exp", NOW - 31))))
                .isEqualTo(RefusalCode.CREDENTIAL_EXPIRED);
        assertThat(code(fixture.verifier(), STRANGER.sign(claims("exp", NOW - 31))))
                .as("seen before the signature is")
                .isEqualTo(RefusalCode.CREDENTIAL_EXPIRED);
    }

    @Test
    void causeContainsNothingOfToken() {
        for (String token :
                List.of(RSA.sign(claims("client_id", "client-9")), RSA.sign(claims("aud", "billing-api")))) {
            assertThat(rejected(fixture.verifier(), bearer(token)).cause())
                    .doesNotContain("client-9", "billing-api", token);
        }
    }

    /** Every single bit of a token counts. */
    @Test
    void refusesEveryFlippedBit() {
        String right = EC.sign(claims());
        JwtAccessTokenVerifier verifier = fixture.verifier();
        for (int i = 0; i < right.length(); i++) {
            char[] changed = right.toCharArray();
            changed[i] = (char) (changed[i] ^ 1);
            assertThat(verifier.verify(bearer(new String(changed))))
                    .as("character %d", i)
                    .isNotInstanceOf(AccessToken.class);
        }
    }
}
