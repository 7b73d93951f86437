package io.github.licensing4j.core.credential.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.Call;
import io.github.licensing4j.CallBuilder;
import io.github.licensing4j.Credential;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.RequestPath;
import io.github.licensing4j.client.RequestSigner;
import io.github.licensing4j.core.credential.SignatureCheck;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every algorithm from the signer of the client to the verifier, and the keys that are refused. */
class SignatureAlgorithmsTest {
    private static final byte[] BODY = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final SignatureFixture signatures = new SignatureFixture();

    private RequestSigner signer(SignatureAlgorithm algorithm) {
        if (algorithm == SignatureAlgorithm.HMAC_SHA256) {
            signatures.add(
                    "sig_2",
                    algorithm,
                    signatures.seal.seal(SECRET, SignatureKeyOwner.of(SignatureFixture.LICENSE, "sig_2")));
            return RequestSigner.withSecret("sig_2", SECRET).clock(signatures.clock);
        }
        KeyPair pair = SigningKeys.generate(algorithm);
        signatures.add("sig_2", algorithm, SigningKeys.jwk(pair));
        return RequestSigner.with("sig_2", pair.getPrivate()).clock(signatures.clock);
    }

    private static Call call(Map<String, String> fields, byte[] body) {
        URI uri = URI.create("https://api.example.com:443/v1/a%20b?x=1&y");
        CallBuilder call = Call.builder("POST", new RequestPath.Canonical("/v1/a b"))
                .effectiveUri(uri)
                .credential(new Credential(Credential.Source.SIGNATURE, ""))
                .header("Content-Type", "application/json")
                .bodyDigest("SHA-256", Draft.digest("SHA-256", body));
        fields.forEach(call::header);
        return call.build();
    }

    @ParameterizedTest
    @EnumSource(SignatureAlgorithm.class)
    @DisplayName("RFC 9421 §3.3: verifies what the signer of the client has signed, and nothing else")
    void verifiesEachAlgorithm(SignatureAlgorithm algorithm) {
        RequestSigner signer = signer(algorithm).covering("Content-Type").tagged("any");
        URI uri = URI.create("https://API.example.com/v1/a%20b?x=1&y");
        for (int i = 0; i < 2; i++) {
            Map<String, String> fields =
                    signer.fields("POST", uri, Map.of("Content-Type", List.of("application/json")), BODY);
            signatures.accepts(call(fields, BODY));
            assertThat(signatures.outcome(call(fields, BODY))).as("again").isEqualTo("credential-invalid");
        }
        assertThat(signatures.outcome(call(signer.fields("PUT", uri, Map.of(), BODY), BODY)))
                .isEqualTo("credential-invalid");
        assertThat(signatures.outcome(call(signer.fields("POST", uri, Map.of(), BODY), new byte[] {1})))
                .isEqualTo("credential-invalid");
        assertThat(signatures.used).containsOnlyKeys("sig_2");
    }

    @Test
    @DisplayName("RFC 9421 §3.3.4, §3.3.5: refuses ECDSA signatures of another length, and zeros")
    void refusesMalformedEcdsa() {
        for (SignatureAlgorithm algorithm :
                List.of(SignatureAlgorithm.ECDSA_P256_SHA256, SignatureAlgorithm.ECDSA_P384_SHA384)) {
            SignatureCheck check = PublicKeyJwk.read(SigningKeys.jwk(SigningKeys.generate(algorithm)), algorithm)
                    .check();
            byte[] ones = new byte[96];
            Arrays.fill(ones, (byte) 0xff);
            for (int length : new int[] {0, 1, 63, 64, 65, 95, 96, 97}) {
                assertThat(check.verify(BODY, new byte[length])).isFalse();
                assertThat(check.verify(BODY, Arrays.copyOf(ones, length))).isFalse();
            }
        }
    }

    @Test
    @DisplayName("RFC 9421 §3.3: a key is read only for an algorithm of its type")
    void keyMustFitAlgorithm() {
        for (SignatureAlgorithm of : SignatureAlgorithm.values()) {
            if (of == SignatureAlgorithm.HMAC_SHA256) {
                continue;
            }
            String jwk = SigningKeys.jwk(SigningKeys.generate(of));
            assertThat(PublicKeyJwk.read(jwk, of).jwk()).contains("\"kty\"").doesNotContain("\"d\"");
            for (SignatureAlgorithm as : SignatureAlgorithm.values()) {
                if (as != of) {
                    assertThatThrownBy(() -> PublicKeyJwk.read(jwk, as)).isInstanceOf(LicensingException.class);
                }
            }
        }
    }

    @Test
    @DisplayName("RFC 7517 §4: drops members that are not part of the key")
    void dropsOtherMembers() {
        String jwk = SigningKeys.jwk(signatures.pair);
        String more = jwk.substring(0, jwk.length() - 1)
                + ",\"kid\":\"x\",\"use\":\"sig\",\"ext\":true,\"key_ops\":[\"verify\"]}";
        assertThat(PublicKeyJwk.read(more, SignatureAlgorithm.ED25519).jwk())
                .isEqualTo(PublicKeyJwk.read(jwk, SignatureAlgorithm.ED25519).jwk());
    }

    @Test
    @DisplayName(
            "RFC 7517 §9: refuses private keys, secrets, short keys and points that are none, and shows nothing of them")
    void refusesUnusableKeys() throws GeneralSecurityException {
        String secret = "eW91IHNob3VsZCBub3Qgc2VlIHRoaXM";
        String own = SigningKeys.jwk(signatures.pair);
        refuses(own.substring(0, own.length() - 1) + ",\"d\":\"" + secret + "\"}", SignatureAlgorithm.ED25519);
        refuses("{\"kty\":\"oct\",\"k\":\"" + secret + "\"}", SignatureAlgorithm.ED25519);
        refuses("{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + secret + "\"}", SignatureAlgorithm.ED25519);
        refuses("{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + "A".repeat(43) + "\"}", SignatureAlgorithm.ED25519);
        refuses(
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"" + "A".repeat(43) + "\",\"y\":\"" + "A".repeat(43) + "\"}",
                SignatureAlgorithm.ECDSA_P256_SHA256);
        refuses(SigningKeys.jwk(SigningKeys.rsa(1024)), SignatureAlgorithm.RSA_PSS_SHA512);
        refuses(
                "{\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":\"" + "_".repeat(704) + "\"}",
                SignatureAlgorithm.RSA_PSS_SHA512);
        refuses("{", SignatureAlgorithm.ED25519);
        refuses("[]", SignatureAlgorithm.ED25519);
        refuses("\"" + secret + "\"", SignatureAlgorithm.ED25519);
        refuses("{\"kty\":\"OKP\",\"pad\":\"" + "x".repeat(5000) + "\"}", SignatureAlgorithm.ED25519);
    }

    private static void refuses(String jwk, SignatureAlgorithm algorithm) {
        assertThatThrownBy(() -> PublicKeyJwk.read(jwk, algorithm))
                .isInstanceOf(LicensingException.class)
                .satisfies(e -> assertThat(String.valueOf(e.getMessage())).doesNotContain("eW91IHNob3VsZCBub3Q"));
    }

    @Test
    @DisplayName("A stored key that cannot be used refuses its signatures")
    void unusableStoredKey() {
        signatures.add("sig_1", SignatureAlgorithm.ED25519, "{}");
        signatures.rejects(signatures.draft().call());
        signatures.add("sig_1", SignatureAlgorithm.HMAC_SHA256, "v1.AAAA");
        signatures.rejects(signatures.draft().call());
    }
}
