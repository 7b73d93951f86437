package io.github.licensing4j.core.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server that receives messages, and answers as the test configures it. */
final class Receiver implements AutoCloseable {
    final List<Got> got = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private volatile HttpHandler answer = status(204);

    /** One attempt as it came in. */
    record Got(String id, String timestamp, String signature, String type, String body) {}

    Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                got.add(new Got(
                        exchange.getRequestHeaders().getFirst("webhook-id"),
                        exchange.getRequestHeaders().getFirst("webhook-timestamp"),
                        exchange.getRequestHeaders().getFirst("webhook-signature"),
                        exchange.getRequestHeaders().getFirst("Content-Type"),
                        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
                answer.handle(exchange);
            }
        });
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hooks/s3cret-path");
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
        answer = exchange -> awaitClose();
    }

    /** Ends the connection without an answer. */
    void breaksOff() {
        answer = HttpExchange::close;
    }

    /** Ends the connection in the middle of the body of an answer. */
    void breaksOffInTheBody(int status) {
        answer = exchange -> {
            exchange.sendResponseHeaders(status, 1_000);
            exchange.getResponseBody().write(new byte[10]);
            exchange.getResponseBody().flush();
        };
    }

    /** Answers, and then writes for as long as the client reads. */
    void writesForEver(int status) {
        answer = exchange -> {
            exchange.sendResponseHeaders(status, 0);
            byte[] chunk = new byte[8192];
            while (closing.getCount() > 0) {
                exchange.getResponseBody().write(chunk);
            }
        };
    }

    private void awaitClose() {
        try {
            closing.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
