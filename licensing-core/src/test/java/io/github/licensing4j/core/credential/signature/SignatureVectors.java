package io.github.licensing4j.core.credential.signature;

import io.github.licensing4j.Call;
import io.github.licensing4j.CallBuilder;
import io.github.licensing4j.Credential;
import io.github.licensing4j.Credential.Source;
import io.github.licensing4j.RequestPath;
import io.github.licensing4j.core.hash.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The keys, messages and signatures of RFC 9421, appendix B. */
public final class SignatureVectors {
    private static final JsonNode VECTORS = vectors();

    private SignatureVectors() {}

    private static JsonNode vectors() {
        try (InputStream in = SignatureVectors.class.getResourceAsStream("rfc9421_appendix_b.json")) {
            return JsonMapper.shared().readTree(in);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static Stream<JsonNode> tests() {
        return VECTORS.get("tests").valueStream();
    }

    /** Returns the signatures over requests. */
    public static Stream<JsonNode> requests() {
        return tests().filter(SignatureVectors::isRequest);
    }

    static boolean isRequest(JsonNode test) {
        return message(test).get("kind").asString().equals("request");
    }

    private static JsonNode message(JsonNode test) {
        return test.has("message_inline")
                ? test.get("message_inline")
                : VECTORS.get("messages").get(test.get("message").asString());
    }

    /** Returns the request, without its signature. */
    public static CallBuilder call(JsonNode test) {
        JsonNode message = message(test);
        CallBuilder call = Call.builder(message.get("method").asString(), new RequestPath.Canonical("/"));
        String host = "";
        for (JsonNode header : message.get("headers")) {
            String name = header.get(0).asString();
            if (name.startsWith("Signature")) {
                continue;
            }
            call.header(name, header.get(1).asString());
            host = name.equals("Host") ? header.get(1).asString() : host;
        }
        String body = message.has("body") ? message.get("body").asString() : "";
        call.effectiveUri(URI.create("https://" + host + message.get("target").asString()));
        return withBody(call, body.getBytes(StandardCharsets.UTF_8));
    }

    private static CallBuilder withBody(CallBuilder call, byte[] body) {
        return call.bodyDigest("SHA-256", Sha256.of(body)).bodyDigest("SHA-512", sha512(body));
    }

    /** Returns the request with a signature as its only credential. */
    public static CallBuilder request(JsonNode test, String signature) {
        return call(test)
                .header("Signature-Input", test.get("signature_input").asString())
                .header("Signature", signature)
                .credential(new Credential(Source.SIGNATURE, "as received"));
    }

    /** Returns the request with a signature as its only credential. */
    public static Call signed(JsonNode test, String signature) {
        return request(test, signature).build();
    }

    /** Returns the request with a signature as its only credential, and with another body. */
    public static Call signed(JsonNode test, String signature, byte[] body) {
        return withBody(request(test, signature), body).build();
    }

    private static byte[] sha512(byte[] body) {
        try {
            return MessageDigest.getInstance("SHA-512").digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns a public key. */
    public static String jwk(String keyId) {
        return VECTORS.get("keys").get(keyId).get("jwk").toString();
    }

    /** Returns a shared secret. */
    public static byte[] secret(String keyId) {
        return Base64.getDecoder()
                .decode(VECTORS.get("keys").get(keyId).get("base64").asString());
    }
}
