package io.github.licensing4j.core.usage.export;

import com.sun.net.httpserver.HttpExchange;
import io.github.licensing4j.core.http.LoopbackServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A server that stores posted requests or not, and responds as the test sets. */
final class BillingServer implements AutoCloseable {
    final List<Post> posts = new CopyOnWriteArrayList<>();
    private final LoopbackServer server;
    private volatile Answering answering = Answering.with(200, "{}");

    /** One received request. */
    record Post(String path, String type, String authorization, String body) {}

    /** Handles one request. */
    interface Answering {
        void answer(Post post, HttpExchange exchange) throws IOException;

        static Answering with(int status, String body, String... field) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            return (post, exchange) -> {
                if (field.length == 2) {
                    exchange.getResponseHeaders().set(field[0], field[1]);
                }
                exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
                exchange.getResponseBody().write(bytes);
            };
        }

        /** Closes the connection in the middle of the body. */
        static Answering broken(int status) {
            return (post, exchange) -> LoopbackServer.breakOff(exchange, status);
        }
    }

    BillingServer() throws IOException {
        server = new LoopbackServer(exchange -> {
            Post post = new Post(
                    exchange.getRequestURI().toString(),
                    exchange.getRequestHeaders().getFirst("Content-Type"),
                    exchange.getRequestHeaders().getFirst("Authorization"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            posts.add(post);
            answering.answer(post, exchange);
        });
    }

    ExportAddress address(String path) {
        return new ExportAddress(server.uri(path), ExportAddress.Plain.ALLOW_ON_LOOPBACK);
    }

    void answers(Answering answer) {
        answering = answer;
    }

    /** Passes posted requests to a bill, and responds as set. */
    void bills(Consumer<Post> bill, Answering answer) {
        answering = (post, exchange) -> {
            bill.accept(post);
            answer.answer(post, exchange);
        };
    }

    /** Never responds. */
    Answering silence() {
        return (post, exchange) -> server.awaitClose();
    }

    @Override
    public void close() {
        server.close();
    }
}
