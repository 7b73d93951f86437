package io.github.licensing4j.core.credential;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on the loopback that publishes a key set, or something else. */
public final class KeyServer implements AutoCloseable {
    private final AtomicInteger fetches = new AtomicInteger();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private volatile HttpHandler answer;

    private KeyServer(int port, HttpHandler answer) throws IOException {
        this.answer = answer;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                fetches.incrementAndGet();
                this.answer.handle(exchange);
            }
        });
        server.start();
    }

    public static KeyServer publishing(String set) throws IOException {
        return new KeyServer(0, body(200, set));
    }

    /** A server where another one has been. */
    static KeyServer at(URI uri, String set) throws IOException {
        return new KeyServer(uri.getPort(), body(200, set));
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/jwks.json");
    }

    int fetches() {
        return fetches.get();
    }

    public void publish(String set) {
        answer = body(200, set);
    }

    void answer(int status, String set) {
        answer = body(status, set);
    }

    /** Redirects the client to an address. */
    void redirect(URI target) {
        answer = exchange -> {
            exchange.getResponseHeaders().set("Location", target.toString());
            exchange.sendResponseHeaders(302, -1);
        };
    }

    /** Starts a body that never ends. */
    void stall(String beginning) {
        answer = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(beginning.getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            await(closing);
        };
    }

    /** Delays a set until it is released. */
    void hold(CountDownLatch release, String set) {
        answer = exchange -> {
            await(release);
            body(200, set).handle(exchange);
        };
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static HttpHandler body(int status, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return (HttpExchange exchange) -> {
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
