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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command that replays usage under a draft of the catalog. */
class WhatIfTest {
    private static final String TOKEN = "an-admin-token-of-at-least-32-characters";
    private static final String REPORT = """
            {"calls":7,"granted":{"live":7,"draft":5},
             "revenue":{"currency":"USD","live":11.50,"draft":10.50,
               "byCurrency":[{"currency":"USD","live":11.50,"draft":10.50}]},
             "differences":1,
             "customers":[{"customer":"ac\\u001bme","calls":7,"refused":{"live":0,"draft":2},
               "revenue":[{"currency":"USD","live":11.50,"draft":10.50}],"refusals":[],"leftOut":0}],
             "leftOut":0,"problems":[{"kind":"plan-missing","subject":"a@1","licenses":1,"detail":"Gone."}],"notes":[]}
            """;

    @TempDir
    Path dir;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<String> requests = new ArrayList<>();
    private HttpServer server;
    private int status = 200;
    private String body = REPORT;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            synchronized (requests) {
                requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                        + exchange.getRequestHeaders().getFirst("Content-Type") + " " + sent);
            }
            exchange.getResponseHeaders()
                    .add("Content-Type", status == 200 ? "application/json" : "application/problem+json");
            exchange.sendResponseHeaders(status, 0);
            try (OutputStream answer = exchange.getResponseBody()) {
                answer.write(body.getBytes(StandardCharsets.UTF_8));
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private int run() throws IOException {
        Path file = Files.writeString(dir.resolve("draft.yaml"), "catalog: a\n");
        return new Main(
                        InputStream.nullInputStream(),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        Map.of(AdminClient.TOKEN, TOKEN))
                .run(
                        "what-if",
                        "--url",
                        "http://localhost:" + server.getAddress().getPort() + "/v1",
                        "--from",
                        "2026-06-01",
                        "--to",
                        "2026-07-01",
                        file.toString());
    }

    @Test
    void printsReport() throws IOException {
        assertThat(run()).isEqualTo(Main.OK);

        assertThat(requests)
                .containsExactly(
                        "POST /v1/catalog/what-if?from=2026-06-01&to=2026-07-01 application/yaml catalog: a\n");
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "7 calls, granted 7 live, 5 by the draft",
                        "charges in USD: 11.50 live, 10.50 by the draft",
                        "problem plan-missing a@1: Gone.",
                        "1 customers differ",
                        "ac?me: refused 0 live, 2 by the draft; USD: 11.50 live, 10.50 by the draft");
    }

    @Test
    void printsRefusal() throws IOException {
        status = 422;
        body = "{\"detail\":\"catalog: it is invalid\"}";

        assertThat(run()).isEqualTo(Main.NO);

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("refused catalog: it is invalid\n");
    }

    @Test
    void reportsOtherResponses() throws IOException {
        body = "{}";

        assertThat(run()).isEqualTo(Main.USAGE);

        assertThat(err.toString(StandardCharsets.UTF_8)).contains("the response is no report");
    }
}
