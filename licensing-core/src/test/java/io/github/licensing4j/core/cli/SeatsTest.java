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
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command that lists, assigns and releases the seats of a license. */
class SeatsTest {
    private static final String TOKEN = "an-admin-token-of-at-least-32-characters";
    private static final String HELD = """
            {"license":"lic_1","limit":"desks","of":"user","holder":"ann","state":"held","takenAt":"2026-03-10T12:00:00Z"}""";
    private static final String COOLING = """
            {"license":"lic_1","limit":"desks","of":"user","holder":"b\\u001bob","state":"cooling-down",
             "takenAt":"2026-03-01T12:00:00Z","expiresAt":"2026-03-12T12:00:00Z","releasedAt":"2026-03-05T12:00:00Z"}""";

    /** A response of the server. */
    private record Reply(int status, String type, String body) {}

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Queue<Reply> replies = new ConcurrentLinkedQueue<>();
    private final List<String> requests = new ArrayList<>();
    private HttpServer server;
    private String url;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            synchronized (requests) {
                requests.add(exchange.getRequestMethod() + " "
                        + exchange.getRequestURI().toString() + " " + sent);
            }
            assertThat(exchange.getRequestHeaders().getFirst("Authorization")).isEqualTo("Bearer " + TOKEN);
            Reply reply = replies.remove();
            exchange.getResponseHeaders().add("Content-Type", reply.type);
            exchange.sendResponseHeaders(reply.status, 0);
            try (OutputStream answer = exchange.getResponseBody()) {
                answer.write(reply.body.getBytes(StandardCharsets.UTF_8));
            }
        });
        server.start();
        url = "http://localhost:" + server.getAddress().getPort() + "/v1";
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void reply(int status, String body) {
        replies.add(new Reply(status, status < 300 ? "application/json" : "application/problem+json", body));
    }

    private int run(String... arguments) {
        return run(Map.of(AdminClient.TOKEN, TOKEN), arguments);
    }

    private int run(Map<String, String> environment, String... arguments) {
        List<String> all = new ArrayList<>(List.of("seats"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--url", url));
        return new Main(
                        InputStream.nullInputStream(),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        environment)
                .run(all.toArray(String[]::new));
    }

    private static String printed(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    @Test
    void listsEveryPage() {
        reply(200, "{\"seats\":[" + HELD + "],\"next\":\"a&b\"}");
        reply(200, "{\"seats\":[" + COOLING + "]}");

        assertThat(run("lic_1", "list")).isZero();

        assertThat(printed(out)).isEqualTo("""
                desks user ann: held, taken 2026-03-10T12:00:00Z, without an end
                desks user b?ob: cooling-down, released 2026-03-05T12:00:00Z, until 2026-03-12T12:00:00Z
                2 seats
                """);
        assertThat(requests)
                .containsExactly(
                        "GET /v1/licenses/lic_1/seats?limit=1000 ",
                        "GET /v1/licenses/lic_1/seats?limit=1000&cursor=a%26b ");
    }

    @Test
    void assignsSeat() {
        reply(201, HELD);

        assertThat(run("lic 1/2", "assign", "--holder", "a\"nn", "--limit", "desks", "--reason", "joined"))
                .isZero();

        assertThat(printed(out))
                .isEqualTo("assigned desks user ann: held, taken 2026-03-10T12:00:00Z, without an end\n");
        assertThat(requests)
                .containsExactly("POST /v1/licenses/lic%201%2F2/seats"
                        + " {\"holder\":\"a\\\"nn\",\"limit\":\"desks\",\"reason\":\"joined\"}");
    }

    @Test
    void releasesSeat() {
        reply(200, COOLING);

        assertThat(run("--holder", "bob", "lic_1", "release")).isZero();

        assertThat(printed(out)).startsWith("released desks user b?ob: cooling-down");
        assertThat(requests).containsExactly("DELETE /v1/licenses/lic_1/seats {\"holder\":\"bob\"}");
    }

    @ParameterizedTest
    @CsvSource({"404,release", "409,assign", "422,assign", "404,list"})
    void reportsRefusalOfService(int status, String action) {
        reply(status, "{\"code\":\"state-conflict\",\"detail\":\"all 5 seats are\\ntaken\"}");
        List<String> arguments = new ArrayList<>(List.of("lic_1", action));
        if (!action.equals("list")) {
            arguments.addAll(List.of("--holder", "ann"));
        }

        assertThat(run(arguments.toArray(String[]::new))).isEqualTo(1);

        assertThat(printed(out)).isEqualTo("refused all 5 seats are?taken\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 401, 403, 500, 503})
    void reportsOtherStatusAsNoResponse(int status) {
        reply(status, "{\"detail\":\"" + TOKEN + "\"}");
        assertThat(run("lic_1", "assign", "--holder", "ann")).isEqualTo(2);
        assertThat(printed(err)).contains("expected a seat, got status " + status);
        assertThat(printed(err) + printed(out)).doesNotContain(TOKEN);
    }

    @Test
    void takesOtherServerForNoService() {
        replies.add(new Reply(404, "text/html", "<html>"));
        assertThat(run("lic_1", "list")).isEqualTo(2);
        assertThat(printed(err)).contains("/v1/licenses/lic_1/seats: expected a list of seats, got status 404");
    }

    @ParameterizedTest
    @CsvSource({"list,'{}'", "list,'[]'", "list,''", "assign,'{}'", "release,'<html>'"})
    void takesNothingElseForSeats(String action, String body) {
        reply(200, body);
        int code = action.equals("list") ? run("lic_1", action) : run("lic_1", action, "--holder", "ann");
        assertThat(code).isEqualTo(2);
        assertThat(printed(err)).contains("the response is no");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lic_1 | expected LICENSE and one of list, assign, release, got 1 argument",
                "lic_1 list more | got 3 arguments",
                "lic_1 drop | unknown action 'drop'",
                "lic_1 assign | option --holder is missing",
                "lic_1 release | option --holder is missing",
                "lic_1 list --holder ann | option --holder is not one of seats list",
                "lic_1 list --token x | unknown option '--token'"
            })
    void refusesWrongUsage(String arguments, String error) {
        assertThat(run(arguments.split(" "))).isEqualTo(2);
        assertThat(printed(err)).contains(error);
        assertThat(requests).isEmpty();
    }

    @Test
    void readsTokenFromEnvironmentAlone() {
        assertThat(run(Map.of(), "lic_1", "list")).isEqualTo(2);
        assertThat(printed(err)).contains("LICENSING_ADMIN_TOKEN is missing");
        assertThat(requests).isEmpty();
    }
}
