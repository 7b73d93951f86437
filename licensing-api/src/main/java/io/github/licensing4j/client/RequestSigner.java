package io.github.licensing4j.client;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Signs requests with HTTP message signatures (RFC 9421) as services of this library require it. The signature covers the
 * method, the host, the path, the query, the content by its digest (RFC 9530), and the fields of other credentials. Each has a
 * nonce, so that a signed request can be sent once.
 *
 * <pre>{@code
 * RequestSigner signer = RequestSigner.with("sig_…", privateKey);
 * HttpResponse<String> answer = client.send(signer.sign(request), BodyHandlers.ofString());
 * }</pre>
 *
 * <p>Immutable, and safe for use by many threads.
 */
public final class RequestSigner {
    private static final String CONTENT_DIGEST = "Content-Digest";
    private static final List<String> CREDENTIALS = List.of("authorization", "x-api-key", "license-token");
    private static final int NONCE_BYTES = 18;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String keyId;
    private final SigningMethod method;
    private final Options options;

    /** The parts of each signature that do not depend on its key. */
    private record Options(@Nullable String tag, List<String> covered, InstantSource clock) {
        private static final Options DEFAULT = new Options(null, List.of(), InstantSource.system());

        Options {
            covered = List.copyOf(covered);
        }
    }

    private RequestSigner(String keyId, SigningMethod method, Options options) {
        this.keyId = quotable(keyId);
        this.method = method;
        this.options = options;
    }

    /**
     * Creates a signer.
     *
     * @param keyId the id of the key at the service, {@code sig_…}
     * @param key an Ed25519 key, an EC key on P-256 or P-384, or an RSA key, which signs with RSASSA-PSS and SHA-512
     * @throws IllegalArgumentException if the key is of another type
     */
    public static RequestSigner with(String keyId, PrivateKey key) {
        return new RequestSigner(keyId, SigningMethod.of(key), Options.DEFAULT);
    }

    /**
     * Creates a signer with a secret, for HMAC-SHA-256.
     *
     * @param keyId the id of the key at the service, {@code sig_…}
     * @param secret the decoded bytes of the secret
     */
    public static RequestSigner withSecret(String keyId, byte[] secret) {
        return new RequestSigner(keyId, SigningMethod.hmac(secret), Options.DEFAULT);
    }

    /** Returns this signer with a {@code tag} parameter, if the service requires one: default none. */
    public RequestSigner tagged(String text) {
        return new RequestSigner(keyId, method, new Options(quotable(text), options.covered, options.clock));
    }

    /** Returns this signer with further header fields that it covers where a request has them: default none. */
    public RequestSigner covering(String... fields) {
        List<String> all = new ArrayList<>(options.covered);
        for (String field : fields) {
            all.add(field.toLowerCase(Locale.ROOT));
        }
        return new RequestSigner(keyId, method, new Options(options.tag, all, options.clock));
    }

    /** Returns this signer with another source of {@code created}: default the clock of the system. */
    public RequestSigner clock(InstantSource source) {
        return new RequestSigner(keyId, method, new Options(options.tag, options.covered, source));
    }

    /**
     * Returns a signed copy of a request without a body.
     *
     * @throws IllegalArgumentException if it has a body, which must be passed apart to be signed
     */
    public HttpRequest sign(HttpRequest request) {
        if (request.bodyPublisher().filter(body -> body.contentLength() != 0).isPresent()) {
            throw new IllegalArgumentException("the request has a body: expected it as the second argument");
        }
        return signed(request, new byte[0]).build();
    }

    /** Returns a signed copy of a request, with a body in place of its own. */
    public HttpRequest sign(HttpRequest request, byte[] body) {
        return signed(request, body)
                .method(request.method(), BodyPublishers.ofByteArray(body))
                .build();
    }

    private HttpRequest.Builder signed(HttpRequest request, byte[] body) {
        HttpRequest.Builder signed = HttpRequest.newBuilder(request, (name, value) -> true);
        fields(request.method(), request.uri(), request.headers().map(), body).forEach(signed::setHeader);
        return signed;
    }

    /**
     * Returns the header fields to add to a request, for other clients: {@code Signature-Input}, {@code Signature}, and {@code
     * Content-Digest} if it has a body.
     *
     * @param method the method, in upper case as it is sent
     * @param uri the absolute address as it is sent
     * @param fields the header fields of the request that are covered, by name, each with its lines
     * @param body the body as it is sent, empty for none
     */
    public Map<String, String> fields(String method, URI uri, Map<String, List<String>> fields, byte[] body) {
        Map<String, String> added = new LinkedHashMap<>();
        Map<String, String> components = new LinkedHashMap<>();
        components.put("@method", method);
        components.put("@authority", authority(uri));
        components.put("@path", uri.getRawPath().isEmpty() ? "/" : uri.getRawPath());
        components.put("@query", uri.getRawQuery() == null ? "?" : "?" + uri.getRawQuery());
        fields.forEach((name, lines) -> {
            String component = name.toLowerCase(Locale.ROOT);
            if (CREDENTIALS.contains(component) || options.covered.contains(component)) {
                components.put(
                        component,
                        String.join(", ", lines.stream().map(String::strip).toList()));
            }
        });
        if (body.length > 0) {
            String digest = "sha-256=:" + base64(sha256(body)) + ":";
            added.put(CONTENT_DIGEST, digest);
            components.put("content-digest", digest);
        }
        String input = input(components);
        added.put("Signature-Input", "sig=" + input);
        added.put("Signature", "sig=:" + base64(signature(components, input)) + ":");
        return added;
    }

    /** Returns the covered components with the parameters of a new signature (RFC 9421 §2.3). */
    private String input(Map<String, String> components) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        return "(\"" + String.join("\" \"", components.keySet()) + "\");created="
                + options.clock.instant().getEpochSecond() + ";keyid=\"" + keyId + "\";alg=\"" + method.algorithm()
                + "\";nonce=\"" + Base64.getUrlEncoder().encodeToString(nonce) + "\""
                + (options.tag == null ? "" : ";tag=\"" + options.tag + "\"");
    }

    /** Signs the signature base (RFC 9421 §2.5). */
    private byte[] signature(Map<String, String> components, String input) {
        StringBuilder base = new StringBuilder();
        components.forEach((name, value) ->
                base.append('"').append(name).append("\": ").append(value).append('\n'));
        base.append("\"@signature-params\": ").append(input);
        try {
            return method.signer().sign(base.toString().getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot sign with " + method.algorithm(), e);
        }
    }

    /** Returns host and port in lower case, without the port that is the default of the scheme (RFC 9421 §2.2.3). */
    private static String authority(URI uri) {
        String authority = uri.getRawAuthority().toLowerCase(Locale.ROOT);
        String standard = "https".equalsIgnoreCase(uri.getScheme()) ? ":443" : ":80";
        return authority.endsWith(standard)
                ? authority.substring(0, authority.length() - standard.length())
                : authority;
    }

    private static byte[] sha256(byte[] body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Returns a text that needs no escapes between quotes. */
    private static String quotable(String text) {
        if (text.isEmpty() || !text.chars().allMatch(c -> c >= ' ' && c <= '~' && c != '"' && c != '\\')) {
            throw new IllegalArgumentException(
                    "expected visible ASCII characters and spaces, without quotes and backslashes");
        }
        return text;
    }

    @Override
    public String toString() {
        return "RequestSigner[keyId=" + keyId + ", algorithm=" + method.algorithm() + "]";
    }
}
