package io.github.licensing4j.core.credential.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.licensing4j.Call;
import io.github.licensing4j.CallBuilder;
import io.github.licensing4j.RequestPath;
import io.github.licensing4j.core.credential.SignatureCheck;
import io.github.licensing4j.core.credential.TokenFault;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.greenbytes.http.sfv.InnerList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The signature bases and signatures of RFC 9421, appendix B. */
class SignatureVectorsTest {
    private static final JsonNode VECTORS = vectors();

    private static JsonNode vectors() {
        try (InputStream in = SignatureVectorsTest.class.getResourceAsStream("rfc9421_appendix_b.json")) {
            return JsonMapper.shared().readTree(in);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Stream<JsonNode> tests() {
        return VECTORS.get("tests").valueStream();
    }

    private static JsonNode message(JsonNode test) {
        return test.has("message_inline")
                ? test.get("message_inline")
                : VECTORS.get("messages").get(test.get("message").asString());
    }

    private static Call call(JsonNode message) {
        CallBuilder call = Call.builder(message.get("method").asString(), new RequestPath.Canonical("/"));
        String host = "";
        for (JsonNode header : message.get("headers")) {
            String name = header.get(0).asString();
            call.header(name, header.get(1).asString());
            host = name.equals("Host") ? header.get(1).asString() : host;
        }
        return call.effectiveUri(
                        URI.create("https://" + host + message.get("target").asString()))
                .build();
    }

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
                SignedRequest.of(call(message(test))), signature.components(), signature.serializedInput());
    }

    private static SignatureCheck check(JsonNode test) {
        JsonNode key = VECTORS.get("keys").get(test.get("keyid").asString());
        SignatureAlgorithm algorithm =
                SignatureAlgorithm.of(test.get("alg").asString()).orElseThrow();
        return algorithm == SignatureAlgorithm.HMAC_SHA256
                ? new HmacCheck(Base64.getDecoder().decode(key.get("base64").asString()))
                : PublicKeyJwk.read(key.get("jwk").toString(), algorithm).check();
    }

    @Test
    @DisplayName("RFC 9421 appendix B.2, B.3, B.4: builds the printed signature base of each request")
    void buildsSignatureBases() throws TokenFault {
        List<String> built = new ArrayList<>();
        for (JsonNode test : tests().toList()) {
            if (message(test).get("kind").asString().equals("request") && test.has("signature_base")) {
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
        for (JsonNode test : tests().toList()) {
            if (message(test).get("kind").asString().equals("request")) {
                byte[] signature = signature(test).bytes();
                boolean isValid = test.get("expect").asString().equals("valid");
                assertThat(check(test).verify(base(test), signature))
                        .as(test.get("id").asString())
                        .isEqualTo(isValid);
                signature[signature.length / 2] ^= 1;
                assertThat(check(test).verify(base(test), signature)).isFalse();
                verified++;
            }
        }
        assertThat(verified).isEqualTo(12);
    }

    @Test
    @DisplayName("RFC 9421 appendix B.2.4: verifies the printed signature base of a response")
    void verifiesResponse() throws TokenFault {
        JsonNode test = tests().filter(one -> one.get("id").asString().equals("B.2.4"))
                .findFirst()
                .orElseThrow();
        byte[] base = test.get("signature_base").asString().getBytes(StandardCharsets.US_ASCII);
        assertThat(check(test).verify(base, signature(test).bytes())).isTrue();
        base[0] ^= 1;
        assertThat(check(test).verify(base, signature(test).bytes())).isFalse();
    }

    @Test
    @DisplayName("RFC 9421 §7.2.1: a signature that covers nothing, as that of B.2.1, is refused although it verifies")
    void refusesEmptyCoverage() throws TokenFault {
        JsonNode test = tests().findFirst().orElseThrow();
        Map<Component, String> covered = signature(test).components();
        assertThat(covered).isEmpty();
        Call call = call(message(test));
        assertThat(catchThrowable(() -> new Coverage(List.of()).require(covered.keySet(), call)))
                .isInstanceOf(TokenFault.class)
                .hasMessage("it does not cover @method");
    }
}
