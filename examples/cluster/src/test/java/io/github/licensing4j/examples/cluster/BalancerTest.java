package io.github.licensing4j.examples.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BalancerTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<HttpServer> servers = new ArrayList<>();
    private Balancer balancer;

    @BeforeEach
    void start() throws IOException {
        balancer = new Balancer(0);
        balancer.start();
    }

    @AfterEach
    void stop() {
        balancer.close();
        servers.forEach(server -> server.stop(0));
    }

    @Test
    void passesCallsInTurn() throws Exception {
        balancer.add(node("a"));
        balancer.add(node("b"));

        assertThat(List.of(call().body(), call().body(), call().body()))
                .containsExactly("a hello", "b hello", "a hello");
    }

    @Test
    void passesFieldsAndStatus() throws Exception {
        balancer.add(node("a"));

        HttpResponse<String> response = call();

        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.headers().firstValue("X-Key")).contains("secret");
    }

    @Test
    void passesOverNodesThatDoNotRun() throws Exception {
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            balancer.add(URI.create("http://127.0.0.1:" + closed.getLocalPort()));
        }
        balancer.add(node("b"));

        assertThat(List.of(call().body(), call().body())).containsExactly("b hello", "b hello");
    }

    @Test
    void answersWithoutAnyNode() throws Exception {
        assertThat(call().statusCode()).isEqualTo(503);
    }

    /** Starts a server that answers with its name and the body of the request. */
    private URI node(String name) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = name + " " + new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            exchange.getResponseHeaders()
                    .set("X-Key", exchange.getRequestHeaders().getFirst("X-Key"));
            exchange.sendResponseHeaders(429, body.length());
            exchange.getResponseBody().write(body.getBytes(UTF_8));
            exchange.close();
        });
        server.start();
        servers.add(server);
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private HttpResponse<String> call() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(balancer.base().resolve("/v1/report"))
                .header("X-Key", "secret")
                .POST(BodyPublishers.ofString("hello"))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
