package io.github.licensing4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicenseExempt;
import io.github.licensing4j.Metered;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tests requests over HTTP/2 whose body has no stated length. */
class Http2RequestTest {
    private static final int SENT = 100_000;
    private static final Pattern USED = Pattern.compile("\"meter\":\"up\"[^}]*\"used\":(\\d+)");

    @TempDir
    Path dir;

    @RestController
    static class Uploads {
        @GetMapping("/open")
        @LicenseExempt(reason = "opens the connection")
        String open() {
            return "open";
        }

        @PostMapping("/whole")
        @Metered(meter = "up", units = 0)
        String whole(HttpServletRequest request) throws IOException {
            return read(request, Integer.MAX_VALUE);
        }

        @PostMapping("/part")
        @Metered(meter = "up", units = 0)
        String part(HttpServletRequest request) throws IOException {
            return read(request, SENT / 2);
        }

        private static String read(HttpServletRequest request, int most) throws IOException {
            int read = request.getInputStream().readNBytes(most).length;
            return request.getProtocol() + " " + request.getContentLengthLong() + " " + read;
        }
    }

    @EnableAutoConfiguration
    @Import(Uploads.class)
    static class App {}

    private Host start() throws IOException {
        Path catalog = Files.writeString(dir.resolve("licensing.yaml"), """
                catalog: host
                meters:
                  up: { unit: byte, measure: request-bytes }
                plans:
                  free@1:
                    limits:
                      bytes: { kind: quota, meter: up, amount: 120000, per: P100Y }
                """);
        return Host.start(
                App.class,
                Host.WITHOUT_SECURITY,
                "server.http2.enabled=true",
                "licensing.catalog.location=" + catalog.toUri());
    }

    @Test
    void countsBytesOfBodyWithoutLength() throws Exception {
        try (Host host = start()) {
            HttpClient client =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
            upgrade(client, host);
            String token = host.token("free@1");
            HttpResponse<String> answer = post(client, uri(host, "/whole"), token, SENT);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(answer.body()).isEqualTo("HTTP/2.0 -1 " + SENT);
            assertThat(used(host, token)).isEqualTo(SENT);
            assertThat(post(client, uri(host, "/part"), token, SENT).statusCode())
                    .as("something is left, and the length is not known before")
                    .isEqualTo(200);
            assertThat(used(host, token)).as("what was read").isBetween(SENT + SENT / 2L, 2L * SENT);
            // Small enough for the client to have sent it before the response.
            HttpResponse<String> refused = post(client, uri(host, "/whole"), token, 1_000);
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.body()).contains("quota-exhausted");
        }
    }

    /** Later requests use the same connection, which is HTTP/2 from then on. */
    private static void upgrade(HttpClient client, Host host) throws IOException, InterruptedException {
        HttpRequest open = HttpRequest.newBuilder(uri(host, "/open")).build();
        assertThat(client.send(open, BodyHandlers.ofString()).version()).isEqualTo(HttpClient.Version.HTTP_2);
    }

    private static HttpResponse<String> post(HttpClient client, URI uri, String token, int sent)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + token)
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[sent])))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private static long used(Host host, String token) throws IOException, InterruptedException {
        String me = host.get("/licensing/v1/me", token).body();
        Matcher used = USED.matcher(me);
        assertThat(used.find()).as(me).isTrue();
        return Long.parseLong(used.group(1));
    }

    private static URI uri(Host host, String path) {
        return URI.create("http://localhost:" + host.port() + path);
    }
}
