package io.github.licensing4j.examples.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Answers as {@code backend.py} does, for machines without Python: a backend of one file without packages. The tests use it
 * always; {@code examples/run gateway} starts it where there is no Python, as a source file with a port.
 */
final class StandInBackend implements AutoCloseable {
    private static final int PIECE = 64 * 1024;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger requests = new AtomicInteger();
    private final HttpServer server;
    private volatile CountDownLatch pauses = new CountDownLatch(1);

    /** Answers one request. */
    @FunctionalInterface
    private interface Answer {
        void write(HttpExchange exchange) throws IOException;
    }

    private StandInBackend(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        Map<String, Answer> paths = Map.of(
                "/v1/report", StandInBackend::report,
                "/v1/archive", StandInBackend::report,
                "/v1/stream", this::stream,
                "/v1/upload", StandInBackend::upload,
                "/v1/broken", exchange -> json(exchange, 500, "{\"error\": \"the backend has failed\"}"),
                "/v1/cut", StandInBackend::cut,
                "/v1/slow", this::slow);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            try (exchange) {
                paths.getOrDefault(exchange.getRequestURI().getPath(), StandInBackend::missing)
                        .write(exchange);
            }
        });
        server.start();
    }

    public static void main(String[] arguments) throws IOException {
        StandInBackend backend = start(Integer.parseInt(arguments[0]));
        System.out.println("the backend listens on port " + backend.port());
    }

    /** Starts at a port, 0 for a free one. */
    static StandInBackend start(int port) throws IOException {
        return new StandInBackend(port);
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Returns how many requests have reached it. */
    int requests() {
        return requests.get();
    }

    /** Ends the pauses of the requests that are waiting. */
    void endPauses() {
        CountDownLatch ended = pauses;
        pauses = new CountDownLatch(1);
        ended.countDown();
    }

    /** Answers with the header fields of the request, names in lower case. */
    private static void report(HttpExchange exchange) throws IOException {
        json(
                exchange,
                200,
                exchange.getRequestHeaders().entrySet().stream()
                        .map(field -> quoted(field.getKey().toLowerCase(Locale.ROOT)) + ": "
                                + quoted(String.join(", ", field.getValue())))
                        .collect(Collectors.joining(", ", "{", "}")));
    }

    /** Sends five events, one each ?pause= milliseconds. */
    private void stream(HttpExchange exchange) throws IOException {
        CountDownLatch pause = pauses;
        String query = exchange.getRequestURI().getQuery();
        long millis = query == null ? 1000 : Long.parseLong(query.substring("pause=".length()));
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        OutputStream body = exchange.getResponseBody();
        for (int number = 1; number <= 5; number++) {
            if (number > 1) {
                await(pause, millis);
            }
            body.write(("data: " + number + "\n\n").getBytes(StandardCharsets.UTF_8));
            body.flush();
        }
    }

    /** Reads a body of any size, a piece at a time, and answers with the number of its bytes. */
    private static void upload(HttpExchange exchange) throws IOException {
        InputStream body = exchange.getRequestBody();
        byte[] piece = new byte[PIECE];
        long bytes = 0;
        for (int read = body.read(piece); read >= 0; read = body.read(piece)) {
            bytes += read;
        }
        json(exchange, 200, "{\"bytes\": " + bytes + "}");
    }

    /** Announces a long answer, and closes the connection in the middle of it. */
    private static void cut(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 100_000);
        exchange.getResponseBody().write("x".repeat(20_000).getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
    }

    private void slow(HttpExchange exchange) throws IOException {
        await(pauses, TimeUnit.MINUTES.toMillis(1));
        json(exchange, 200, "{}");
    }

    private static void missing(HttpExchange exchange) throws IOException {
        json(exchange, 404, "{\"error\": \"there is no such path\"}");
    }

    private static void json(HttpExchange exchange, int status, String content) throws IOException {
        byte[] body = (content + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().put("Content-Type", List.of("application/json"));
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static void await(CountDownLatch pause, long millis) {
        try {
            boolean unused = pause.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        endPauses();
        server.stop(0);
        threads.shutdownNow();
    }
}
