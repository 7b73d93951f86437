package io.github.licensing4j.core.credential.signature;

import io.github.licensing4j.Call;
import io.github.licensing4j.CallBuilder;
import io.github.licensing4j.Credential;
import io.github.licensing4j.RequestPath;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request that is signed over a text that the test states, and may then be sent in another form. */
final class Draft {
    private final PrivateKey key;
    private final Map<String, String> covered = new LinkedHashMap<>();
    private final List<String[]> headers = new ArrayList<>();
    private final List<Credential> credentials = new ArrayList<>();
    private String label = "sig";
    private String parameters;
    private String sentMethod = "GET";
    private String sentUri = SignatureFixture.URL;
    private byte @Nullable [] body = new byte[0];

    /** Covers the method, the host, the path and the query of {@link SignatureFixture#URL}. */
    Draft(PrivateKey key, String parameters) {
        this.key = key;
        this.parameters = parameters;
        covers("\"@method\"", "GET");
        covers("\"@authority\"", "api.example.com");
        covers("\"@path\"", "/v1/forecast");
        covers("\"@query\"", "?city=Vienna");
    }

    Draft covers(String identifier, String value) {
        covered.put(identifier, value);
        return this;
    }

    Draft without(String identifier) {
        covered.remove(identifier);
        return this;
    }

    Draft label(String name) {
        label = name;
        return this;
    }

    Draft parameters(String text) {
        parameters = text;
        return this;
    }

    Draft header(String name, String line) {
        headers.add(new String[] {name, line});
        return this;
    }

    Draft credential(Credential.Source source, String value) {
        credentials.add(new Credential(source, value));
        return this;
    }

    Draft sentAs(String method, String uri) {
        sentMethod = method;
        sentUri = uri;
        return this;
    }

    /** Sets the body; null for one that the host cannot read. */
    Draft body(byte @Nullable [] bytes) {
        body = bytes;
        return this;
    }

    /** Sets the body, and covers its SHA-256. */
    Draft digested(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        String digest = "sha-256=:" + Base64.getEncoder().encodeToString(digest("SHA-256", bytes)) + ":";
        return body(bytes).header("Content-Digest", digest).covers("\"content-digest\"", digest);
    }

    static byte[] digest(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    String input() {
        return label + "=(" + String.join(" ", covered.keySet()) + ")" + parameters;
    }

    String base() {
        StringBuilder base = new StringBuilder();
        covered.forEach(
                (name, value) -> base.append(name).append(": ").append(value).append('\n'));
        return base + "\"@signature-params\": (" + String.join(" ", covered.keySet()) + ")" + parameters;
    }

    String signature() {
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(key);
            signer.update(base().getBytes(StandardCharsets.US_ASCII));
            return label + "=:" + Base64.getEncoder().encodeToString(signer.sign()) + ":";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    Call call() {
        return with(input(), signature());
    }

    Call with(String input, String signature) {
        return unsigned()
                .header("Signature-Input", input)
                .header("Signature", signature)
                .build();
    }

    CallBuilder unsigned() {
        CallBuilder call = Call.builder(sentMethod, new RequestPath.Canonical("/v1/forecast"))
                .effectiveUri(URI.create(sentUri))
                .peer(new Call.Peer("203.0.113.9", Call.Route.DIRECT));
        headers.forEach(header -> call.header(header[0], header[1]));
        credentials.forEach(call::credential);
        if (credentials.isEmpty()) {
            call.credential(new Credential(Credential.Source.SIGNATURE, input()));
        }
        if (body != null) {
            call.bodyDigest("SHA-256", digest("SHA-256", body)).bodyDigest("SHA-512", digest("SHA-512", body));
        }
        return call;
    }
}
