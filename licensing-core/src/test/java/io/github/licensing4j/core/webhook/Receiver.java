package io.github.licensing4j.core.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.github.licensing4j.core.http.LoopbackServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that receives messages, and answers as the test configures it. */
final class Receiver implements AutoCloseable {
    final List<Got> got = new CopyOnWriteArrayList<>();
    private final LoopbackServer server;
    private volatile HttpHandler answer = status(204);

    /** One attempt as it came in. */
    record Got(String id, String timestamp, String signature, String type, String body) {}

    Receiver() throws IOException {
        server = new LoopbackServer(exchange -> {
            got.add(new Got(
                    exchange.getRequestHeaders().getFirst("webhook-id"),
                    exchange.getRequestHeaders().getFirst("webhook-timestamp"),
                    exchange.getRequestHeaders().getFirst("webhook-signature"),
                    exchange.getRequestHeaders().getFirst("Content-Type"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            answer.handle(exchange);
        });
    }

    URI uri() {
        return server.uri("/hooks/s3cret-path");
    }

    void answers(int status, String... field) {
        HttpHandler plain = status(status);
        answer = exchange -> {
            if (field.length == 2) {
                exchange.getResponseHeaders().set(field[0], field[1]);
            }
            plain.handle(exchange);
        };
    }

    private static HttpHandler status(int status) {
        return (HttpExchange exchange) -> exchange.sendResponseHeaders(status, -1);
    }

    /** Takes messages and never answers. */
    void hangs() {
        answer = exchange -> server.awaitClose();
    }

    /** Ends the connection without an answer. */
    void breaksOff() {
        answer = HttpExchange::close;
    }

    /** Ends the connection in the middle of the body of an answer. */
    void breaksOffInTheBody(int status) {
        answer = exchange -> LoopbackServer.breakOff(exchange, status);
    }

    /** Answers, and then writes for as long as the client reads. */
    void writesForEver(int status) {
        answer = exchange -> {
            exchange.sendResponseHeaders(status, 0);
            byte[] chunk = new byte[8192];
            while (server.isOpen()) {
                exchange.getResponseBody().write(chunk);
            }
        };
    }

    @Override
    public void close() {
        server.close();
    }
}
