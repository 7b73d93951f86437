package io.github.licensing4j.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.PlanId;
import io.github.licensing4j.core.credential.LicenseTokenIssuer;
import io.github.licensing4j.core.credential.LicenseTokenRequest;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Tests the access proxy over HTTP with real tokens, in front of a backend that answers as the Python one does. */
class GatewayTest {
    private static final int MEGABYTE = 1024 * 1024;
    private static final AtomicInteger LICENSES = new AtomicInteger();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static StandInBackend backend;
    private static ConfigurableApplicationContext gateway;
    private static int port;

    private String license;
    private String token;

    @BeforeAll
    static void start(@TempDir Path dir) throws IOException {
        backend = StandInBackend.start(0);
        gateway = new SpringApplicationBuilder(GatewayApplication.class)
                .run(
                        "--server.port=0",
                        "--BACKEND=http://127.0.0.1:" + backend.port(),
                        "--spring.http.clients.read-timeout=3s",
                        "--licensing.catalog.location=licensing.yaml",
                        "--licensing.keys.location=",
                        "--licensing.keys.generate=true",
                        "--licensing.store.data-dir=" + dir.resolve("data"),
                        "--spring.main.banner-mode=off");
        port = Integer.parseInt(gateway.getEnvironment().getRequiredProperty("local.server.port"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        backend.close();
    }

    @BeforeEach
    void sell() {
        license = "lic_" + LICENSES.incrementAndGet();
        token = token("pro@1");
    }

    @Test
    void backendSeesLicenseInsteadOfCredential() throws Exception {
        HttpResponse<String> answer = send(request("/v1/report")
                .header("Licensing-Customer", "forged")
                .header("licensing_plan", "forged")
                .header("X-Request-Id", "7"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .contains("\"licensing-license\": \"" + license + "\"")
                .contains("\"licensing-customer\": \"acme\"")
                .contains("\"licensing-plan\": \"pro@1\"")
                .contains("\"x-request-id\": \"7\"")
                .doesNotContain("forged")
                .doesNotContain("authorization")
                .doesNotContain(token);
        HttpRequest.Builder other = HttpRequest.newBuilder(uri("/v1/report")).header("License-Token", token);
        assertThat(send(other).body()).contains("\"licensing-license\"").doesNotContain("license-token");
    }

    @Test
    void refusedCallsNeverReachBackend() throws Exception {
        int before = backend.requests();
        assertThat(send(HttpRequest.newBuilder(uri("/v1/report"))).statusCode()).isEqualTo(401);
        token = token("free@1");
        HttpResponse<String> stream = send(request("/v1/stream"));
        assertThat(stream.statusCode()).isEqualTo(403);
        assertThat(stream.body()).contains("feature-not-licensed").contains("pro@1");
        assertThat(backend.requests()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1//report", "//v1/report", "/V1/report", "/v1/report/", "/v1/report.json", "/v1/other"})
    void unlistedPathsReachNoBackend(String path) throws Exception {
        int before = backend.requests();
        assertThat(status(path)).isEqualTo(404);
        assertThat(backend.requests()).isEqualTo(before);
        assertThat(left()).isEqualTo(99_999);
    }

    @Test
    void rulesOfCatalogCharge() throws Exception {
        assertThat(send(request("/v1/archive")).statusCode()).isEqualTo(200);
        assertThat(left()).isEqualTo(99_989);
    }

    @Test
    void firstEventArrivesBeforeLast() throws Exception {
        HttpResponse<InputStream> stream =
                CLIENT.send(request("/v1/stream?pause=600000").build(), BodyHandlers.ofInputStream());
        try (var lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).isEqualTo("data: 1");
            assertThat(leftInParallel()).as("the stream is in flight").isEqualTo(18);
            backend.endPauses();
            assertThat(lines.lines().filter(line -> !line.isEmpty()).toList())
                    .containsExactly("data: 2", "data: 3", "data: 4", "data: 5");
        }
        int reads = awaitEnd();
        assertThat(left()).isEqualTo(100_000 - 1 - 1 - reads - 1);
    }

    @Test
    void callerThatHangsUpIsCharged() throws Exception {
        try (Socket caller = open("GET /v1/stream?pause=600000")) {
            assertThat(new BufferedReader(new InputStreamReader(caller.getInputStream(), StandardCharsets.UTF_8))
                            .lines()
                            .anyMatch(line -> line.equals("data: 1")))
                    .isTrue();
            caller.setSoLinger(true, 0);
        }
        backend.endPauses();
        int reads = awaitEnd();
        assertThat(left()).isEqualTo(100_000 - 1 - reads - 1);
    }

    @Test
    void uploadPassesThroughSmallHeap() throws Exception {
        assertThat(Runtime.getRuntime().maxMemory()).isLessThan(100L * MEGABYTE);
        HttpResponse<String> answer = send(request("/v1/upload").POST(BodyPublishers.ofInputStream(() -> zeros(100))));
        assertThat(answer.body()).contains("\"bytes\": " + 100L * MEGABYTE);
        assertThat(awaitEnd()).isPositive();
        assertThat(limit("data")).isEqualTo(10_000_000_000L - 100L * MEGABYTE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-www-form-urlencoded", "multipart/form-data; boundary=b", "text/plain"})
    void bodiesArriveWhole(String type) throws Exception {
        String body = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b--\r\n";
        String sent = type.startsWith("multipart") ? body : "a=1&b=2";
        HttpResponse<String> answer =
                send(request("/v1/upload").header("Content-Type", type).POST(BodyPublishers.ofString(sent)));
        assertThat(answer.body()).contains("\"bytes\": " + sent.length());
        assertThat(awaitEnd()).isPositive();
        assertThat(limit("data")).isEqualTo(10_000_000_000L - sent.length());
    }

    @Test
    void abortedUploadIsCharged() throws Exception {
        int before = backend.requests();
        try (Socket caller = open("POST /v1/upload", "Content-Length: " + 100L * MEGABYTE)) {
            caller.getOutputStream().write(new byte[MEGABYTE]);
            while (backend.requests() == before) {
                Thread.onSpinWait();
            }
            caller.setSoLinger(true, 0);
        }
        int reads = awaitEnd();
        assertThat(left()).isEqualTo(100_000 - 1 - reads - 1);
    }

    @ParameterizedTest
    @CsvSource({"/v1/broken, 500", "/v1/slow, 504", "/v1/down, 502"})
    void failuresOfBackendAreFree(String path, int status) throws Exception {
        assertThat(status(path)).isEqualTo(status);
        backend.endPauses();
        int reads = awaitEnd();
        assertThat(left()).isEqualTo(100_000 - reads - 1);
    }

    @Test
    void answerThatBreaksOffIsCharged() throws Exception {
        assertThatThrownBy(() -> status("/v1/cut")).isInstanceOf(IOException.class);
        int reads = awaitEnd();
        assertThat(left()).isEqualTo(100_000 - 1 - reads - 1);
    }

    /** Waits until no call but the one that reads is in flight, and returns how many calls that took. */
    private int awaitEnd() throws Exception {
        for (int reads = 1; reads < 10_000; reads++) {
            if (leftInParallel() == 19) {
                return reads;
            }
        }
        throw new AssertionError("a call is still in flight");
    }

    private long left() throws Exception {
        return limit("monthly");
    }

    private long leftInParallel() throws Exception {
        return limit("parallel");
    }

    /** Returns what a call has left of a limit, itself counted. */
    private long limit(String name) throws Exception {
        String limits =
                send(request("/v1/report")).headers().firstValue("RateLimit").orElse("");
        Matcher left = Pattern.compile("\"" + name + "\";r=(\\d+)").matcher(limits);
        assertThat(left.find()).as(limits).isTrue();
        return Long.parseLong(left.group(1));
    }

    private int status(String path) throws Exception {
        return send(request(path)).statusCode();
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer " + token);
    }

    private static URI uri(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    /** Sends the head of a request on a connection that the test can break. */
    private Socket open(String request, String... lines) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        OutputStream out = socket.getOutputStream();
        String head = request + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token + "\r\n"
                + String.join("\r\n", lines) + (lines.length == 0 ? "\r\n" : "\r\n\r\n");
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** Returns a body that is made while it is sent. */
    private static InputStream zeros(int megabytes) {
        byte[] megabyte = new byte[MEGABYTE];
        return new SequenceInputStream(Collections.enumeration(IntStream.range(0, megabytes)
                .<InputStream>mapToObj(number -> new ByteArrayInputStream(megabyte))
                .toList()));
    }

    private String token(String plan) {
        LicenseTokenRequest request = LicenseTokenRequest.of("acme", license, PlanId.parse(plan), Duration.ofDays(60));
        return gateway.getBean(LicenseTokenIssuer.class).issue(request);
    }
}
