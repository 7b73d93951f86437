package io.github.licensing4j.spring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/** Tests that malformed input to the management API is answered with 4xx and the expected form. */
@Tag("4.4.5")
@TestInstance(Lifecycle.PER_CLASS)
class ManagementInputTest {
    private static final String ADMIN = "0123456789abcdef0123456789abcdef";

    private Host host;

    @EnableAutoConfiguration
    static class App {}

    @BeforeAll
    void start() {
        host = Host.start(App.class, Host.WITHOUT_SECURITY, "licensing.admin.token=" + ADMIN);
    }

    @AfterAll
    void stop() {
        host.close();
    }

    private HttpResponse<String> post(String path, byte[] body, String... headers) throws Exception {
        var request = host.request("/licensing/v1" + path)
                .header("Authorization", "Bearer " + ADMIN)
                .header("Content-Type", path.startsWith("/catalog") ? "application/yaml" : "application/json")
                .POST(BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return host.send(request);
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return post(path, body.replace('\'', '"').getBytes(UTF_8));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return host.get("/licensing/v1" + path, ADMIN);
    }

    private String license() throws Exception {
        HttpResponse<String> made = post("/licenses", "{'customer':'acme','plan':'free@1'}");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        return made.headers().firstValue("Location").orElseThrow().replaceAll(".*/", "");
    }

    /** Returns the status line of a raw query, which a client would not send. */
    private String raw(String query) throws IOException {
        URI uri = host.request("/").build().uri();
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.getOutputStream()
                    .write(("GET /licensing/v1/licenses?" + query + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                                    + ADMIN + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), UTF_8).lines().findFirst().orElse("");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"customer=%ff", "customer=%c0%ae", "customer=%zz", "customer=%e2%82", "customer=%", "%ff=1"})
    void refusesQueryThatIsNoUtf8(String query) throws IOException {
        assertThat(raw(query)).startsWith("HTTP/1.1 400");
    }

    @Test
    void refusesUnreadableQuery() throws IOException {
        assertThat(raw("&&=&")).startsWith("HTTP/1.1 400");
        assertThat(raw("=acme")).startsWith("HTTP/1.1 400");
        assertThat(raw("l&".repeat(1_500))).startsWith("HTTP/1.1 400");
    }

    @Test
    void refusesSecretWithEndlessDots() throws Exception {
        String dots = "eyJ0123456789" + ".a".repeat(20_000);
        HttpResponse<String> answer =
                post("/licenses", "{'customer':'acme','plan':'free@1','overrides':{'" + dots + "':1}}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"+999999999-12-31T23:59:59Z", "+204000-01-01T00:00:00Z", "-000001-01-01T00:00:00Z", "2026-13-01"
            })
    void refusesInstantsBeyondTheYear9999(String instant) throws Exception {
        HttpResponse<String> renewed = post("/licenses/" + license() + "/renew", "{'until':'" + instant + "'}");
        assertThat(renewed.statusCode()).as(renewed.body()).isEqualTo(422);
        assertThat(renewed.body()).contains("an instant such as 2026-01-31T00:00:00Z, or a date");
        assertThat(get("/licenses/" + license() + "/usage?from=" + instant.replace("+", "%2B"))
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void acceptsDateAsInstant() throws Exception {
        HttpResponse<String> made = post("/licenses", "{'customer':'acme','plan':'free@1','expires':'2999-01-31'}");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        assertThat(made.body()).contains("2999-01-31T00:00:00Z");
    }

    @ParameterizedTest
    @CsvSource({"W/\"1\", 412", "\"7\", 412", "1, 400", "W/1, 400", "*, 200", "\"1\", 200", "\"1-gzip\", 412"})
    void comparesIfMatchStrongly(String tag, int status) throws Exception {
        HttpResponse<String> answer = host.send(host.request("/licensing/v1/licenses/" + license())
                .header("Authorization", "Bearer " + ADMIN)
                .header("Content-Type", "application/json")
                .header("If-Match", tag)
                .method("PATCH", BodyPublishers.ofString("{\"expires\":\"2999-01-31T00:00:00Z\"}")));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"W/\"1\", 412", "\"1-gzip\", 412", "1, 400"})
    void comparesIfMatchOfCatalogStrongly(String tag, int status) throws Exception {
        HttpResponse<String> answer = host.send(host.request("/licensing/v1/catalog")
                .header("Authorization", "Bearer " + ADMIN)
                .header("Content-Type", "application/yaml")
                .header("If-Match", tag)
                .PUT(BodyPublishers.ofString("catalog: c\n")));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/licenses?cursor=nonsense",
                "/audit?cursor=x",
                "/usage?cursor=nonsense",
                "/exports/dead?cursor=x"
            })
    void refusesCursorOfNoPage(String path) throws Exception {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        assertThat(answer.body()).contains("\"field\":\"cursor\"");
    }

    @Test
    void refusesCursorOfListWithoutPages() throws Exception {
        for (String path : List.of("/licenses/" + license() + "/keys?cursor=x", "/signing-keys?cursor=x")) {
            HttpResponse<String> answer = get(path);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
            assertThat(answer.body()).contains("cursor: unknown parameter, expected none");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {" acme", "acme ", "\u00a0acme", "acme\u3000", "acme\\t", "ame\u0301"})
    void refusesCustomerWithWhiteSpaceAround(String customer) throws Exception {
        HttpResponse<String> answer = post("/licenses", "{'customer':'" + customer + "','plan':'free@1'}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        assertThat(answer.body()).contains("\"field\":\"customer\"");
    }

    @Test
    void saysThatJsonIsNestedTooDeep() throws Exception {
        HttpResponse<String> answer = post("/licenses", "[".repeat(2_000) + "]".repeat(2_000));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("nested too deep");
    }

    @Test
    void refusesBodyThatIsNoUtf8() throws Exception {
        byte[] body = "{\"customer\":\"a__c\",\"plan\":\"free@1\"}".getBytes(UTF_8);
        body[14] = (byte) 0xc0;
        body[15] = (byte) 0xae;
        HttpResponse<String> answer = post("/licenses", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("not UTF-8");
    }

    @Test
    void catalogCheckShowsWarnings() throws Exception {
        HttpResponse<String> answer = post("/catalog/check", """
                catalog: c
                features: { unused: {}, report.read: {}, report.write: {} }
                plans: { free@1: { features: [report.read, report.write] } }
                """);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"warnings\":[").contains("feature 'unused' is in no plan");
    }

    @Test
    void unknownMeterOfAnExporterStopsTheStart(@TempDir Path dir) {
        assertThatThrownBy(() -> Host.start(
                        App.class,
                        Host.WITHOUT_SECURITY,
                        "licensing.store.data-dir=" + dir,
                        "licensing.export.stripe.api-key=sk_test_1",
                        "licensing.export.stripe.event-names.callz=api_calls"))
                .hasStackTraceContaining("unknown meter 'callz', expected one of calls");
    }

    @Test
    void unknownTopicOfAWebhookStopsTheStart() {
        assertThatThrownBy(() -> Host.start(
                        App.class,
                        Host.WITHOUT_SECURITY,
                        "licensing.webhooks[0].url=https://hooks.example/",
                        "licensing.webhooks[0].topics=license.suspend",
                        "licensing.webhooks[0].secret=whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
                .hasStackTraceContaining("unknown topic 'license.suspend'");
    }
}
