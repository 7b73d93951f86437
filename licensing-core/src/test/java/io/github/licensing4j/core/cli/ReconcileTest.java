package io.github.licensing4j.core.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command that reads the reconciliation report of a running service. */
class ReconcileTest {
    private static final String TOKEN = "an-admin-token-of-at-least-32-characters";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile int status = 200;
    private volatile String body = "";
    private HttpServer server;
    private String url;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            if (body.equals("never")) {
                await();
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Location", url + "/elsewhere");
            exchange.sendResponseHeaders(status, 0);
            try (OutputStream answer = exchange.getResponseBody()) {
                answer.write(bytes);
                if (body.equals("half")) {
                    answer.flush();
                    await();
                }
            }
        });
        server.start();
        url = "http://localhost:" + server.getAddress().getPort() + "/licensing/v1";
    }

    private void await() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
    }

    @Test
    void printsACleanReport() {
        body = """
                {"clean":true,"at":"2026-11-20T12:00:00Z","differences":[],
                 "sources":[{"node":"a","epoch":2,"journaled":9,"unreadable":0,"shipped":9}],
                 "exporters":[{"name":"stripe","waiting":1,"dead":0}],"notes":["one\\u001b[2J\\nline"]}""";

        assertThat(run("--url", url)).isZero();

        assertThat(printed(out)).isEqualTo("""
                        clean, at 2026-11-20T12:00:00Z
                        source a#2: decided -, journaled 9, unreadable 0, shipped 9
                        exporter stripe: 1 waiting, 0 given up
                        note: one?[2J?line
                        """);
        assertThat(requests).containsExactly("GET /licensing/v1/reconciliation Bearer " + TOKEN);
    }

    @Test
    void printsEachDifferenceWithAllItsDigits() {
        body = """
                {"clean":false,"at":"2026-11-20T12:00:00Z","sources":[],"exporters":[],"notes":[],
                 "differences":[{"between":"journal-and-ledger","where":"a#2","license":"lic_1","meter":"tokens",
                 "expected":9007199254740.993,"found":-1,"expectedCalls":3,"foundCalls":2}]}""";

        assertThat(run("--url", url + "/")).isEqualTo(1);

        assertThat(printed(out))
                .isEqualTo("differences: 1, at 2026-11-20T12:00:00Z\n"
                        + "difference journal-and-ledger, a#2, license lic_1, meter tokens: expected"
                        + " 9007199254740.993 in 3 calls, found -1 in 2 calls\n");
    }

    @Test
    void treatsCleanReportWithDifferencesAsDifferent() {
        body = "{\"clean\":true,\"differences\":[{}]}";
        assertThat(run("--url", url)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "[]", "{}", "{\"clean\":\"yes\",\"differences\":[]}", "{\"clean\":true}"})
    void takesNothingElseForAReport(String answer) {
        body = answer;
        assertThat(run("--url", url)).isEqualTo(2);
        assertThat(printed(err)).contains("the response is no");
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 401, 404, 500, 503})
    void isNoVerdictWithoutAReport(int answered) {
        status = answered;
        body = "{\"clean\":true,\"differences\":[]}";
        assertThat(run("--url", url)).isEqualTo(2);
        assertThat(printed(err)).contains("got status " + answered).doesNotContain(TOKEN);
        assertThat(requests).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"never", "half"})
    void respectsTimeout(String how) {
        body = how;
        assertThat(run("--url", url, "--timeout", "PT0.3S")).isEqualTo(2);
        assertThat(printed(err)).contains("no report");
    }

    @Test
    void limitsSizeOfReport() {
        body = " ".repeat(8 * 1024 * 1024 + 1);
        assertThat(run("--url", url)).isEqualTo(2);
        assertThat(printed(err)).contains("longer than 8388608 bytes");
    }

    @Test
    void reportsMissingResponse() {
        server.stop(0);
        assertThat(run("--url", url)).isEqualTo(2);
        assertThat(printed(err)).contains("no report").doesNotContain(TOKEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.com/v1",
                "http://127.0.0.1.example.com/v1",
                "ftp://localhost/v1",
                "https://user:hush@localhost/v1",
                "https://localhost/v1?token=x",
                "localhost:8080",
                "https://a b"
            })
    void sendsTheTokenNowhereElse(String address) {
        assertThat(run("--url", address)).isEqualTo(2);
        assertThat(printed(err)).contains("--url").doesNotContain("hush", "token=x");
    }

    @Test
    void takesPlainHttpWhereThatIsAllowed() {
        assertThat(AdminAddress.parse("http://service.example/v1", AdminAddress.Plain.ALLOWED)
                        .resolve("reconciliation"))
                .hasToString("http://service.example/v1/reconciliation");
        body = "{\"clean\":true,\"differences\":[]}";
        assertThat(run("--allow-http", "--url", url)).isZero();
    }

    @Test
    void readsTheTokenFromTheEnvironmentAlone() {
        assertThat(run(Map.of(), "--url", url)).isEqualTo(2);
        assertThat(printed(err)).contains("LICENSING_ADMIN_TOKEN is missing");
        assertThat(run("--url", url, "--token", TOKEN)).isEqualTo(2);
        assertThat(run(Map.of("LICENSING_ADMIN_TOKEN", "se\ncret"), "--url", url))
                .isEqualTo(2);
        assertThat(printed(err)).doesNotContain("cret");
        assertThat(requests).isEmpty();
    }

    private int run(String... arguments) {
        return run(Map.of("LICENSING_ADMIN_TOKEN", TOKEN), arguments);
    }

    private int run(Map<String, String> environment, String... arguments) {
        List<String> all = new ArrayList<>(List.of("reconcile"));
        all.addAll(List.of(arguments));
        return new Main(InputStream.nullInputStream(), new PrintStream(out), new PrintStream(err), environment)
                .run(all.toArray(String[]::new));
    }

    private static String printed(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
