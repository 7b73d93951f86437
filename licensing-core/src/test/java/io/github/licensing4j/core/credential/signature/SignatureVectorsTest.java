package io.github.licensing4j.core.credential.signature;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.core.credential.SignatureCheck;
import io.github.licensing4j.core.credential.TokenFault;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.greenbytes.http.sfv.InnerList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The signature bases and signatures of RFC 9421, appendix B, apart from what this library requires of a signature. */
class SignatureVectorsTest {
    private static RequestSignature signature(JsonNode test) throws TokenFault {
        String label = test.get("label").asString();
        var input = StructuredFields.dictionary(
                "Signature-Input", List.of(test.get("signature_input").asString()));
        var signature = StructuredFields.dictionary(
                "Signature", List.of(test.get("signature").asString()));
        return new RequestSignature(
                test.get("keyid").asString(),
                (InnerList) Objects.requireNonNull(input.get(label)),
                RequestSignature.bytes(signature.get(label)));
    }

    private static byte[] base(JsonNode test) throws TokenFault {
        RequestSignature signature = signature(test);
        return SignatureBase.of(
                SignedRequest.of(SignatureVectors.call(test).build()),
                signature.components(),
                signature.serializedInput());
    }

    private static SignatureCheck check(JsonNode test) {
        String keyId = test.get("keyid").asString();
        SignatureAlgorithm algorithm =
                SignatureAlgorithm.of(test.get("alg").asString()).orElseThrow();
        return algorithm == SignatureAlgorithm.HMAC_SHA256
                ? new HmacCheck(SignatureVectors.secret(keyId))
                : PublicKeyJwk.read(SignatureVectors.jwk(keyId), algorithm).check();
    }

    @Test
    @DisplayName("RFC 9421 appendix B.2, B.3, B.4: builds the printed signature base of each request")
    void buildsSignatureBases() throws TokenFault {
        List<String> built = new ArrayList<>();
        for (JsonNode test : SignatureVectors.requests().toList()) {
            if (test.has("signature_base")) {
                assertThat(new String(base(test), StandardCharsets.US_ASCII))
                        .as(test.get("id").asString())
                        .isEqualTo(test.get("signature_base").asString());
                built.add(test.get("id").asString());
            }
        }
        assertThat(built).contains("B.2.1", "B.2.2", "B.2.3", "B.2.5", "B.2.6", "B.3");
    }

    @Test
    @DisplayName("RFC 9421 appendix B.2, B.3, B.4: verifies each signature over a request, and none that was changed")
    void verifiesSignatures() throws TokenFault {
        int verified = 0;
        for (JsonNode test : SignatureVectors.requests().toList()) {
            byte[] signature = signature(test).bytes();
            boolean isValid = test.get("expect").asString().equals("valid");
            assertThat(check(test).verify(base(test), signature))
                    .as(test.get("id").asString())
                    .isEqualTo(isValid);
            signature[signature.length / 2] ^= 1;
            assertThat(check(test).verify(base(test), signature)).isFalse();
            verified++;
        }
        assertThat(verified).isEqualTo(12);
    }

    @Test
    @DisplayName("RFC 9421 appendix B.2.4: verifies the printed signature base of a response")
    void verifiesResponse() throws TokenFault {
        JsonNode test = SignatureVectors.tests()
                .filter(one -> one.get("id").asString().equals("B.2.4"))
                .findFirst()
                .orElseThrow();
        byte[] base = test.get("signature_base").asString().getBytes(StandardCharsets.US_ASCII);
        assertThat(check(test).verify(base, signature(test).bytes())).isTrue();
        base[0] ^= 1;
        assertThat(check(test).verify(base, signature(test).bytes())).isFalse();
    }
}
