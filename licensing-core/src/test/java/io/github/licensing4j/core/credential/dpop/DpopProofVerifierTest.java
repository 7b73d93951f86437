package io.github.licensing4j.core.credential.dpop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Call;
import io.github.licensing4j.Credential.Source;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.core.credential.JwsAlgorithm;
import io.github.licensing4j.spi.Confirmation;
import io.github.licensing4j.spi.ProofVerification.Proven;
import io.github.licensing4j.spi.ProofVerification.Rejected;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** The checks of proofs at a protected resource (RFC 9449 §4.3, §7, §11). */
class DpopProofVerifierTest {
    private final DpopFixture dpop = new DpopFixture();

    @ParameterizedTest
    @EnumSource(names = {"ED25519", "ES256", "PS256", "RS256"})
    @DisplayName("RFC 9449 §4.3: accepts a proof of each algorithm")
    void acceptsProofs(JwsAlgorithm algorithm) {
        DpopFixture client = new DpopFixture(algorithm);
        client.accepts(client.proof());
    }

    @Test
    @DisplayName("RFC 9864 §2.2: accepts EdDSA with an Ed25519 key")
    void acceptsEdDsa() {
        DpopFixture client = new DpopFixture(JwsAlgorithm.ED25519);
        client.accepts(client.proof(header -> header.put("alg", "EdDSA"), claims -> {}));
    }

    @Test
    @DisplayName("RFC 9449 §4.3 (1): refuses no DPoP field, and two of them")
    void needsExactlyOneField() {
        Call without = DpopFixture.call("GET", DpopFixture.URL, Source.DPOP).build();
        assertThat(((Rejected) dpop.verify(without)).code()).isEqualTo(RefusalCode.PROOF_REQUIRED);
        Call twice = DpopFixture.call("GET", DpopFixture.URL, Source.DPOP)
                .header("DPoP", dpop.proof())
                .header("DPoP", dpop.proof())
                .build();
        assertThat(((Rejected) dpop.verify(twice)).cause()).contains("2 DPoP fields");
    }

    @Test
    @DisplayName("RFC 9449 §4.3 (2): refuses a value that is not one compact JWT")
    void needsOneJwt() {
        String proof = dpop.proof();
        for (String wrong : new String[] {
            "", "abc", "a.b", proof + "," + dpop.proof(), proof + ".", proof + "=", " " + proof, "A".repeat(6145)
        }) {
            dpop.rejects(wrong);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jti", "htm", "htu", "iat"})
    @DisplayName("RFC 9449 §4.3 (3): refuses a missing or mistyped claim")
    void needsClaims(String claim) {
        dpop.rejects(dpop.proof(header -> {}, claims -> claims.remove(claim)));
        dpop.rejects(dpop.proof(header -> {}, claims -> claims.put(claim, null)));
        dpop.rejects(dpop.proof(header -> {}, claims -> claims.put(claim, true)));
        dpop.rejects(dpop.proof(header -> {}, claims -> claims.put(claim, Map.of("a", 1))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jwt", "JWT", "dpop", "DPOP+JWT", "application/dpop+jwt", "license+jwt"})
    @DisplayName("RFC 9449 §4.3 (4): refuses another typ")
    void needsType(String typ) {
        dpop.rejects(dpop.proof(header -> header.put("typ", typ), claims -> {}));
        dpop.rejects(dpop.proof(header -> header.remove("typ"), claims -> {}));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "HS256", "RS512", "ES384", "es256", "RS256", "Ed25519"})
    @DisplayName("RFC 9449 §4.3 (5): refuses algorithms that are not accepted or not of the key")
    void needsAlgorithm(String alg) {
        dpop.rejects(dpop.proof(header -> header.put("alg", alg), claims -> {}));
        dpop.rejects(dpop.proof(header -> header.remove("alg"), claims -> {}));
    }

    @Test
    @DisplayName("RFC 9449 §4.3 (6): refuses a signature of another key, and a changed one")
    void needsSignature() {
        Map<String, @Nullable Object> header = dpop.client.header();
        dpop.rejects(ProofMaker.of(JwsAlgorithm.ES256).sign(header, dpop.claims()));
        String proof = dpop.proof();
        char last = proof.charAt(proof.length() - 10);
        dpop.rejects(proof.substring(0, proof.length() - 10)
                + (last == 'A' ? 'B' : 'A')
                + proof.substring(proof.length() - 9));
        dpop.rejects(proof.substring(0, proof.lastIndexOf('.') + 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"d", "p", "q", "dp", "dq", "qi", "k"})
    @DisplayName("RFC 9449 §4.3 (7): refuses a jwk with a private member")
    void refusesPrivateKey(String member) {
        dpop.rejects(dpop.proof(header -> ProofMaker.key(header).put(member, "AQAB"), claims -> {}));
    }

    @Test
    @DisplayName("RFC 7518 §6.2, RFC 7638 §3: refuses a jwk that is missing, incomplete or not canonical")
    void needsCanonicalKey() {
        dpop.rejects(dpop.proof(header -> header.remove("jwk"), claims -> {}));
        for (String member : new String[] {"kty", "crv", "x", "y"}) {
            dpop.rejects(dpop.proof(header -> ProofMaker.key(header).remove(member), claims -> {}));
        }
        dpop.rejects(dpop.proof(header -> ProofMaker.key(header).put("x", zeroFirst(header)), claims -> {}));
        dpop.rejects(dpop.proof(
                header -> ProofMaker.key(header).put("x", ProofMaker.key(header).get("x") + "="), claims -> {}));
        dpop.rejects(dpop.proof(
                header -> ProofMaker.key(header).put("y", ProofMaker.key(header).get("x")), claims -> {}));
        dpop.rejects(dpop.proof(header -> ProofMaker.key(header).put("use", "enc"), claims -> {}));
        dpop.rejects(dpop.proof(header -> ProofMaker.key(header).put("alg", "RS256"), claims -> {}));
    }

    private static String zeroFirst(Map<String, @Nullable Object> header) {
        byte[] x = Base64.getUrlDecoder()
                .decode(String.valueOf(ProofMaker.key(header).get("x")));
        byte[] longer = new byte[x.length + 1];
        System.arraycopy(x, 0, longer, 1, x.length);
        return ProofMaker.encode(longer);
    }

    @Test
    @DisplayName("RFC 7518 §3.3: refuses an RSA key below 2,048 bits, and an exponent of more than 32")
    void refusesWeakRsa() {
        DpopFixture rsa = new DpopFixture(JwsAlgorithm.RS256);
        ProofMaker small = ProofMaker.of(JwsAlgorithm.RS256, 1024);
        assertThat(rsa.rejects(small.sign(small.header(), rsa.claims()))).contains("1024 bits");
        rsa.rejects(rsa.proof(header -> ProofMaker.key(header).put("e", "AQAAAAAB"), claims -> {}));
        rsa.rejects(rsa.proof(header -> ProofMaker.key(header).put("e", "AQ"), claims -> {}));
    }

    @Test
    @DisplayName("RFC 8725 §3.4: refuses an Ed25519 key of small order")
    void refusesSmallOrder() {
        DpopFixture client = new DpopFixture(JwsAlgorithm.ED25519);
        client.rejects(client.proof(
                header -> ProofMaker.key(header).put("x", ProofMaker.encode(new byte[32])), claims -> {}));
    }

    @ParameterizedTest
    @ValueSource(strings = {"crit", "jku", "x5u", "x5c", "b64"})
    @DisplayName("RFC 7515 §4.1.11: refuses extensions and other sources of keys")
    void refusesExtensions(String member) {
        dpop.rejects(dpop.proof(header -> header.put(member, "x"), claims -> {}));
    }

    @Test
    @DisplayName("RFC 8725 §2.4: refuses a member that is present twice, at any depth")
    void refusesDuplicates() {
        String header = "{\"typ\":\"dpop+jwt\",\"alg\":\"ES256\",\"jwk\":{\"kty\":\"EC\",\"kty\":\"EC\"}}";
        String claims = "{\"jti\":\"a\",\"jti\":\"b\"}";
        dpop.rejects(dpop.client.sign(header, "{}"));
        dpop.rejects(dpop.client.sign(JsonMapper.shared().writeValueAsString(dpop.client.header()), claims));
    }

    @ParameterizedTest
    @ValueSource(strings = {"get", "Get", "POST", "HEAD"})
    @DisplayName("RFC 9449 §4.3 (8): refuses another method; methods are case-sensitive")
    void needsMethod(String method) {
        assertThat(dpop.rejects(dpop.proof(header -> {}, claims -> claims.put("htm", method))))
                .contains("htm");
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.example.com/v1/forecast, true",
        "HTTPS://API.example.COM:443/v1/forecast, true",
        "https://api.example.com/v1/%66orecast?x=1#y, true",
        "https://api.example.com/v1/./a/../forecast, true",
        "https://api.example.com/v1/forecast/, false",
        "https://api.example.com/V1/forecast, false",
        "https://api.example.com/v1%2Fforecast, false",
        "https://api.example.com:8443/v1/forecast, false",
        "http://api.example.com/v1/forecast, false",
        "https://api.example.org/v1/forecast, false",
        "https://user@api.example.com/v1/forecast, false",
        "/v1/forecast, false",
        "urn:x:y, false",
        "https://api.example.com/v1/före, false",
        "https://api.example.com::443/v1/forecast, false",
        "https://:443/v1/forecast, false"
    })
    @DisplayName("RFC 9449 §4.3 (9): compares addresses after normalization, without query and fragment")
    void needsAddress(String uri, boolean valid) {
        String proof = dpop.proof(header -> {}, claims -> claims.put("htu", uri));
        assertThat(dpop.verify(proof) instanceof Proven).isEqualTo(valid);
    }

    @ParameterizedTest
    @CsvSource({"0, true", "-59, true", "-60, false", "5, true", "6, false", "-100000, false"})
    @DisplayName("RFC 9449 §4.3 (11): accepts iat within the window only")
    void needsRecentTime(long seconds, boolean valid) {
        String proof = dpop.proof(header -> {}, claims -> claims.put("iat", dpop.now() + seconds));
        assertThat(dpop.verify(proof) instanceof Proven).isEqualTo(valid);
    }

    @Test
    @DisplayName("RFC 9449 §4.3 (12): refuses the proof for another token, or for none")
    void needsTokenHash() {
        dpop.rejects(dpop.proof(header -> {}, claims -> claims.put("ath", ProofMaker.hash("another"))));
        dpop.rejects(dpop.proof(header -> {}, claims -> claims.remove("ath")));
    }

    @Test
    @DisplayName("RFC 9449 §4.3 (12), §6.1: refuses a key that the token is not bound to")
    void needsBoundKey() {
        String thumbprint = ProofMaker.of(JwsAlgorithm.ES256).thumbprint();
        assertThat(dpop.verifier.verify(DpopFixture.call(dpop.proof()), new Confirmation("jkt", thumbprint)))
                .isInstanceOf(Rejected.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"BEARER", "API_KEY", "LICENSE_TOKEN"})
    @DisplayName("RFC 9449 §7.2: refuses a bound token that is sent in another way, even with a proof")
    void refusesDowngrade(Source source) {
        Call call = DpopFixture.call("GET", DpopFixture.URL, source)
                .header("DPoP", dpop.proof())
                .build();
        Rejected rejected = (Rejected) dpop.verify(call);
        assertThat(rejected.code()).isEqualTo(RefusalCode.PROOF_REQUIRED);
        assertThat(Objects.requireNonNull(rejected.challenge()).value())
                .startsWith("DPoP error=\"invalid_token\", algs=");
    }

    @Test
    @DisplayName("RFC 9449 §11.1: accepts a proof once, and not before it is valid in all other respects")
    void acceptsOnce() {
        String proof = dpop.proof();
        Call elsewhere = DpopFixture.call("POST", DpopFixture.URL, Source.DPOP)
                .header("DPoP", proof)
                .build();
        assertThat(dpop.verify(elsewhere)).isInstanceOf(Rejected.class);
        dpop.accepts(proof);
        assertThat(dpop.rejects(proof)).contains("used before");
    }

    @Test
    void acceptsProofWithUnicodeId() {
        dpop.accepts(dpop.proof(header -> {}, claims -> claims.put("jti", "\u00e9")));
    }
}
