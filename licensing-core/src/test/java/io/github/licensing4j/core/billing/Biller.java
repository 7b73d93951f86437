package io.github.licensing4j.core.billing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A server with an OpenMeter and a Stripe behind it, which does to each request what chance has it do. */
final class Biller implements AutoCloseable {
    final OpenMeter openMeter = new OpenMeter();
    final Stripe stripe;

    private final Random random;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
    private final AtomicReference<@Nullable Runnable> killing = new AtomicReference<>();
    private volatile Mood mood = Mood.FAULTY;

    /** Whether anything goes wrong. */
    enum Mood {
        FAULTY,
        /** Everything is taken and nothing acknowledged. */
        DUMB,
        WELL
    }

    /** What becomes of one request. */
    enum Fault {
        NONE,
        ERROR_UNTAKEN,
        ERROR_TAKEN,
        /** Of a batch, a part is taken. */
        ERROR_HALF_TAKEN,
        TOO_MANY,
        TOO_MANY_UNTIL,
        BROKEN_BODY_TAKEN,
        BROKEN_BODY_UNTAKEN,
        DROPPED_TAKEN,
        DROPPED_UNTAKEN,
        SILENCE_TAKEN,
        SILENCE_UNTAKEN;

        boolean takes() {
            return this == NONE || name().endsWith("_TAKEN");
        }
    }

    private static final List<Fault> FAULTS = List.copyOf(EnumSet.complementOf(EnumSet.of(Fault.NONE)));

    /** One request as it came in. */
    record Post(String path, String type, String authorization, String body) {}

    Biller(InstantSource clock, long seed) throws IOException {
        stripe = new Stripe(clock);
        random = new Random(seed);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                serve(exchange);
            }
        });
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    void is(Mood mood) {
        this.mood = mood;
    }

    /** Kills who sends the next request: before it is taken, or after that and before the answer. */
    void killsWithTheNextRequest(Runnable kill) {
        killing.set(kill);
    }

    private void serve(HttpExchange exchange) throws IOException {
        Post post = new Post(
                exchange.getRequestURI().getPath(),
                exchange.getRequestHeaders().getFirst("Content-Type"),
                exchange.getRequestHeaders().getFirst("Authorization"),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        Runnable kill = killing.getAndSet(null);
        Fault fault = kill == null ? fault() : pick(List.of(Fault.DROPPED_TAKEN, Fault.DROPPED_UNTAKEN));
        Stripe.Answer answer = fault.takes() ? taken(post, fault) : new Stripe.Answer(500, "");
        if (kill != null) {
            kill.run();
        }
        answer(exchange, fault, answer);
    }

    private synchronized <T> T pick(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    private synchronized Fault fault() {
        if (mood == Mood.DUMB) {
            return Fault.ERROR_TAKEN;
        }
        if (mood == Mood.WELL || random.nextInt(100) < 55) {
            return Fault.NONE;
        }
        Fault fault = pick(FAULTS);
        faults.merge(fault, 1, Integer::sum);
        return fault;
    }

    private Stripe.Answer taken(Post post, Fault fault) {
        if (post.path().startsWith("/v1/billing/meter_events")) {
            return stripe.take(post);
        }
        openMeter.take(post, fault == Fault.ERROR_HALF_TAKEN ? share() : 1);
        return new Stripe.Answer(204, "");
    }

    private synchronized double share() {
        return random.nextDouble();
    }

    private void answer(HttpExchange exchange, Fault fault, Stripe.Answer answer) throws IOException {
        switch (fault) {
            case NONE -> send(exchange, answer.status(), answer.body());
            case ERROR_UNTAKEN, ERROR_TAKEN, ERROR_HALF_TAKEN -> send(exchange, 500, "{}");
            case TOO_MANY -> tooMany(exchange, "90");
            case TOO_MANY_UNTIL -> tooMany(exchange, "Tue, 10 Mar 2026 12:15:00 GMT");
            case BROKEN_BODY_TAKEN, BROKEN_BODY_UNTAKEN -> {
                exchange.sendResponseHeaders(200, 1_000);
                exchange.getResponseBody().write(new byte[10]);
                exchange.getResponseBody().flush();
            }
            case DROPPED_TAKEN, DROPPED_UNTAKEN -> exchange.close();
            case SILENCE_TAKEN, SILENCE_UNTAKEN -> awaitTheEnd();
        }
    }

    private static void tooMany(HttpExchange exchange, String retryAfter) throws IOException {
        exchange.getResponseHeaders().set("Retry-After", retryAfter);
        send(exchange, 429, "");
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private void awaitTheEnd() {
        try {
            closing.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How often each thing went wrong. */
    synchronized Map<Fault, Integer> faults() {
        return new EnumMap<>(faults);
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
