package io.github.licensing4j.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests that the Python backend answers as the one that the tests of the gateway use. Skipped without python3. */
class BackendsTest {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Optional<Process> python = Optional.empty();
    private int port;
    private StandInBackend standIn;

    @BeforeEach
    void start() throws IOException {
        standIn = StandInBackend.start(0);
        python = python();
        assumeTrue(python.isPresent(), "python3 is not on the PATH");
        String line = new BufferedReader(new InputStreamReader(python.get().getInputStream(), StandardCharsets.UTF_8))
                .readLine();
        assumeTrue(line != null, "python3 does not start");
        port = Integer.parseInt(line.replaceAll("\\D+", ""));
    }

    @AfterEach
    void stop() {
        python.ifPresent(Process::destroy);
        standIn.close();
    }

    @Test
    void bothAnswerAlike() throws Exception {
        for (String path : List.of("/v1/stream?pause=0", "/v1/broken", "/v1/other")) {
            assertThat(answer(port, get(path))).as(path).isEqualTo(answer(standIn.port(), get(path)));
        }
        for (int backend : List.of(port, standIn.port())) {
            assertThat(answer(backend, get("/v1/report").header("X-Other", "a \"b\"")))
                    .contains("200 application/json")
                    .contains("\"x-other\": \"a \\\"b\\\"\"");
            assertThat(answer(backend, get("/v1/archive"))).contains("200 application/json");
            assertThatThrownBy(() -> answer(backend, get("/v1/cut"))).isInstanceOf(IOException.class);
        }
    }

    @Test
    void bothReadBodiesWithAndWithoutLength() throws Exception {
        byte[] body = new byte[1_000_000];
        for (int backend : List.of(port, standIn.port())) {
            assertThat(answer(backend, get("/v1/upload").POST(BodyPublishers.ofByteArray(body))))
                    .isEqualTo("200 application/json {\"bytes\": 1000000}\n");
            assertThat(answer(
                            backend,
                            get("/v1/upload").POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))))
                    .isEqualTo("200 application/json {\"bytes\": 1000000}\n");
        }
    }

    /** Starts the Python backend at a free port; empty without Python. */
    private static Optional<Process> python() {
        try {
            return Optional.of(new ProcessBuilder("python3", "backend.py", "0")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static HttpRequest.Builder get(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1" + path));
    }

    private static String answer(int port, HttpRequest.Builder request) throws Exception {
        URI path = request.build().uri();
        URI uri = new URI("http", null, "127.0.0.1", port, path.getPath(), path.getQuery(), null);
        HttpResponse<String> response = CLIENT.send(request.copy().uri(uri).build(), BodyHandlers.ofString());
        return response.statusCode() + " "
                + response.headers().firstValue("Content-Type").orElse("-") + " " + response.body();
    }
}
