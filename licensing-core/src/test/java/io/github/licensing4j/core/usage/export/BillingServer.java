package io.github.licensing4j.core.usage.export;

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
import java.util.function.Consumer;

/** A server that stores posted requests or not, and responds as the test sets. */
final class BillingServer implements AutoCloseable {
    final List<Post> posts = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
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
            return (post, exchange) -> {
                exchange.sendResponseHeaders(status, 1_000);
                exchange.getResponseBody().write(new byte[10]);
                exchange.getResponseBody().flush();
            };
        }
    }

    BillingServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        HttpHandler handler = exchange -> {
            try (exchange) {
                Post post = new Post(
                        exchange.getRequestURI().toString(),
                        exchange.getRequestHeaders().getFirst("Content-Type"),
                        exchange.getRequestHeaders().getFirst("Authorization"),
                        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                posts.add(post);
                answering.answer(post, exchange);
            }
        };
        server.createContext("/", handler);
        server.start();
    }

    ExportAddress address(String path) {
        return new ExportAddress(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path),
                ExportAddress.Plain.ALLOW_ON_LOOPBACK);
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
        return (post, exchange) -> {
            try {
                closing.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
