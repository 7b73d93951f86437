package io.github.licensing4j.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.BodyTooLargeException;
import io.github.licensing4j.Call;
import io.github.licensing4j.Credential;
import io.github.licensing4j.Identification;
import io.github.licensing4j.Measure;
import io.github.licensing4j.ProofChallenge;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.Refused;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The bodies of signed requests are read for their digest, and by handlers as if they were not. */
final class SignedBodyTest {
    private static final int MAX = 1000;
    private static final String PARTS = String.join(
            "\r\n",
            "--b-1",
            "Content-Disposition: form-data; name=\"text\"",
            "",
            "caf\u00e9",
            "--b-1",
            "Content-Disposition: form-data; name=\"file\"; filename=\"a \\\"b\\\".txt\"",
            "Content-Type: text/plain",
            "",
            "x--b-1 in a line\r\n",
            "--b-1--",
            "");
    private static final byte[] BODY = "caf\u00e9 {\"a\":1}".getBytes(StandardCharsets.UTF_8);

    private final FakeLicensing licensing = new FakeLicensing();
    private final Map<Containers, Containers.Running> servers = new EnumMap<>(Containers.class);
    private volatile Optional<byte[]> digest = Optional.empty();

    private Identification verified(Call call) {
        try {
            digest = call.evidence().bodyDigest("SHA-256");
            assertThat(call.evidence().bodyDigest("SHA-256").map(Arrays::hashCode))
                    .isEqualTo(digest.map(Arrays::hashCode));
            return new FakeLicensing.Caller(Set.of(), Set.of());
        } catch (BodyTooLargeException e) {
            assertThat(e.maxBytes()).isEqualTo(MAX);
            return new Refused(Refusal.of("dec_1", RefusalCode.BODY_TOO_LARGE, "Too long."));
        }
    }

    private Containers.Running server(Containers container) {
        licensing.identify = this::verified;
        return servers.computeIfAbsent(
                container,
                kind -> kind.start(
                        List.of(licensing.filterBuilder().maxSignedBody(MAX).build()),
                        Map.of("/x/*", new BodyServlet())));
    }

    @AfterEach
    void stop() {
        servers.values().forEach(Containers.Running::close);
    }

    private HttpResponse<String> post(Containers container, String path, BodyPublisher body, String... headers)
            throws IOException, InterruptedException {
        Containers.Running server = server(container);
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + server.port() + "/x" + path))
                .header("Signature-Input", "sig=()")
                .POST(body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        // On a connection of its own: a server closes one after an error, at any time.
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }

    private static BodyPublisher chunked(byte[] body) {
        return BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(body));
    }

    private static byte[] sha256(byte[] body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertDigest(byte @Nullable [] body) {
        if (body == null) {
            assertThat(digest).isEmpty();
        } else {
            assertThat(digest.orElseThrow()).isEqualTo(sha256(body));
        }
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    @DisplayName("RFC 9421 §7.2.8, RFC 9530 §2: handlers read the body through stream, reader and listener")
    void replaysBody(Containers container) throws Exception {
        for (String path : List.of("/stream", "/reader", "/listener")) {
            for (BodyPublisher body : List.of(BodyPublishers.ofByteArray(BODY), chunked(BODY))) {
                digest = Optional.empty();
                HttpResponse<String> answer = post(container, path, body);
                assertThat(answer.statusCode()).as(path).isEqualTo(200);
                assertThat(answer.body()).as(path).isEqualTo(new String(BODY, StandardCharsets.UTF_8));
                assertDigest(BODY);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    void replaysEmptyBody(Containers container) throws Exception {
        for (String path : List.of("/stream", "/reader")) {
            assertThat(post(container, path, BodyPublishers.noBody()).body()).isEmpty();
            assertDigest(new byte[0]);
            assertThat(post(container, path, chunked(new byte[0])).body()).isEmpty();
            assertDigest(new byte[0]);
        }
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    void replaysForm(Containers container) throws Exception {
        String form = "a=1&b=caf%C3%A9+x&a=2&&c&d=";
        String[] type = {"Content-Type", "application/x-www-form-urlencoded;charset=UTF-8"};
        String expected = "{a=[0, 1, 2], b=[caf\u00e9 x], c=[], d=[], q=[y]} 0 null";
        HttpResponse<String> answer = post(container, "/form?a=0&q=y", BodyPublishers.ofString(form), type);
        assertThat(answer.body()).isEqualTo(expected);
        assertDigest(form.getBytes(StandardCharsets.UTF_8));
        assertThat(post(container, "/form?a=0&q=y", chunked(form.getBytes(StandardCharsets.UTF_8)), type)
                        .body())
                .as("without a length")
                .isEqualTo(expected);
        assertThat(post(container, "/form?a=0", BodyPublishers.ofString(form), "Content-Type", "text/plain")
                        .body())
                .as("another type")
                .isEqualTo("{a=[0]} 0 null");
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    @DisplayName("RFC 7578: handlers read parts")
    void replaysParts(Containers container) throws Exception {
        HttpResponse<String> answer = post(
                container,
                "/parts",
                BodyPublishers.ofString(PARTS),
                "Content-Type",
                "multipart/form-data; boundary=\"b-1\"");
        assertThat(answer.body())
                .isEqualTo("text|null|null|5|caf\u00e9\nfile|a \"b\".txt|text/plain|18|x--b-1 in a line\r\n\n18");
        assertDigest(PARTS.getBytes(StandardCharsets.UTF_8));
        for (String broken :
                List.of("", "--b-1", "--b-1\r\n\r\nx\r\n--b-1--", "--b-1\r\nContent-Disposition: form-data")) {
            HttpResponse<String> refused = post(
                    container,
                    "/parts",
                    BodyPublishers.ofString(broken),
                    "Content-Type",
                    "multipart/form-data; boundary=b-1");
            assertThat(refused.statusCode()).as(broken).isGreaterThanOrEqualTo(400);
        }
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    @DisplayName("RFC 9110 §15.5.14: a body above the bound is refused where its digest is needed")
    void refusesLongBody(Containers container) throws Exception {
        byte[] most = new byte[MAX];
        Arrays.fill(most, (byte) 'x');
        byte[] more = Arrays.copyOf(most, MAX + 1);
        assertThat(post(container, "/stream", BodyPublishers.ofByteArray(most)).body())
                .hasSize(MAX);
        assertThat(post(container, "/stream", chunked(most)).body()).hasSize(MAX);
        // In one piece with the header section: the server closes the connection before it has read the rest of the
        // body.
        String body = new String(more, StandardCharsets.US_ASCII);
        String chunk = Integer.toHexString(more.length) + "\r\n" + body + "\r\n0\r\n\r\n";
        for (String rest : List.of(
                "Content-Length: " + more.length + "\r\n\r\n" + body, "Transfer-Encoding: chunked\r\n\r\n" + chunk)) {
            String answer = server(container).raw("POST", "/x/stream", "Signature-Input: sig=()", rest);
            assertThat(answer).startsWith("HTTP/1.1 413").contains("\"code\":\"body-too-large\"");
            assertThat(answer).contains("Content-Type: application/problem+json");
        }
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    void passesLongBodyOnWhereNoDigestIsNeeded(Containers container) throws Exception {
        Containers.Running server = server(container);
        licensing.identify = call -> new FakeLicensing.Caller(Set.of(), Set.of());
        byte[] body = new byte[100_000];
        Arrays.fill(body, (byte) 'y');
        for (String path : List.of("/stream", "/reader", "/listener")) {
            for (BodyPublisher publisher : List.of(BodyPublishers.ofByteArray(body), chunked(body))) {
                HttpRequest request = HttpRequest.newBuilder(
                                URI.create("http://localhost:" + server.port() + "/x" + path))
                        .header("Signature-Input", "other=()")
                        .POST(publisher)
                        .build();
                assertThat(server.client()
                                .send(request, BodyHandlers.ofString())
                                .body())
                        .as(path)
                        .hasSize(body.length);
            }
        }
        String form = "a=" + "z".repeat(5000);
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + "/x/form"))
                .header("Signature-Input", "other=()")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build();
        assertThat(server.client().send(request, BodyHandlers.ofString()).body())
                .contains("z".repeat(5000));
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    void countsReplayedBytes(Containers container) throws Exception {
        licensing.measures = Set.of(Measure.REQUEST_BYTES);
        assertThat(post(container, "/stream", BodyPublishers.ofByteArray(BODY)).statusCode())
                .isEqualTo(200);
        assertThat(licensing.awaitSettlement().requestBytes()).isEqualTo(BODY.length);
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    void readsNoBodyWithoutSignature(Containers container) throws Exception {
        Containers.Running server = server(container);
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + "/x/stream"))
                .POST(BodyPublishers.ofByteArray(BODY))
                .build();
        assertThat(server.client().send(request, BodyHandlers.ofString()).body())
                .isEqualTo(new String(BODY, StandardCharsets.UTF_8));
        assertDigest(null);
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    @DisplayName("RFC 9421 §1.4: a signature is the credential of a request without another one")
    void readsSignatureAsCredential(Containers container) throws Exception {
        Containers.Running server = server(container);
        server.get("/x/stream", "Signature-Input", "a=()", "Signature-Input", "b=()", "Signature", "a=:AA==:");
        Call call = licensing.identified.remove();
        assertThat(call.credentials()).containsExactly(new Credential(Credential.Source.SIGNATURE, "a=(), b=()"));
        assertThat(call.evidence().toString()).doesNotContain("AA==");
        server.get("/x/stream", "Signature-Input", "a=()", "X-API-Key", "k");
        assertThat(licensing.identified.remove().credentials())
                .containsExactly(new Credential(Credential.Source.API_KEY, "k"));
        server.get("/x/stream", "Signature", "a=:AA==:");
        assertThat(licensing.identified.remove().credentials()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    @DisplayName("RFC 9421 §5.1: writes Accept-Signature beside the challenge")
    void writesAcceptSignature(Containers container) throws Exception {
        Containers.Running server = server(container);
        ProofChallenge challenge =
                new ProofChallenge("Signature", Map.of("Accept-Signature", "sig=(\"@method\");created"));
        licensing.identify =
                call -> new Refused(Refusal.of("dec_1", RefusalCode.PROOF_REQUIRED, "Sign it.", challenge));
        HttpResponse<String> answer = server.get("/x/stream", "X-API-Key", "k");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().allValues("WWW-Authenticate")).containsExactly("Signature");
        assertThat(answer.headers().allValues("Accept-Signature")).containsExactly("sig=(\"@method\");created");
        licensing.identify = call -> new FakeLicensing.Caller(Set.of(), Set.of());
        assertThat(server.get("/x/stream", "X-API-Key", "k")
                        .headers()
                        .firstValue("Vary")
                        .orElse(""))
                .endsWith("DPoP, Signature-Input, Signature");
    }
}
