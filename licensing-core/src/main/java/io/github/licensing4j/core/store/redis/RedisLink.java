package io.github.licensing4j.core.store.redis;

import io.github.licensing4j.Health;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects to Redis and opens the circuit when Redis fails: from a lost connection or three failures in a row on, no caller tries Redis
 * until a thread in the background has reached it again. Each attempt is a new connection. Safe for use by many threads.
 */
final class RedisLink implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RedisLink.class);
    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration PATIENCE_AT_START = Duration.ofSeconds(3);
    private static final Duration SCRIPT_TIMEOUT = Duration.ofSeconds(1);
    private static final int TICKS_PER_MEASUREMENT = 4;
    private static final int MAX_FAILURES = 3;
    /** A connection that was lost earlier counts as flapping: the next one must answer for longer before it is used. */
    private static final Duration STABLE = Duration.ofSeconds(10);

    private static final int MAX_CHECKS = 16;

    private final RedisConnector connector;
    private final Duration timeout;
    private final RedisClock clock;
    private final OutageRecord outages;
    private final LongAdder operations = new LongAdder();
    private final AtomicReference<@Nullable RedisSession> current = new AtomicReference<>();
    private final List<Consumer<RedisSession>> starts = new CopyOnWriteArrayList<>();
    private final List<Runnable> ticks = new CopyOnWriteArrayList<>();
    private final ScheduledThreadPoolExecutor thread;
    private volatile int requiredChecks = 1;
    private volatile boolean closed;
    private volatile String problem = "no connection yet";
    /** A connection that is checked. */
    private final AtomicReference<@Nullable RedisSession> candidate = new AtomicReference<>();
    /** Used by the thread in the background only, as all that follows. */
    private int checks;

    private int count;

    RedisLink(RedisConnector connector, RedisOptions options, LongSupplier nanos, InstantSource wall) {
        this.connector = connector;
        this.timeout = options.timeout();
        this.clock = new RedisClock(nanos);
        this.outages = new OutageRecord(wall, options.outagePolicy());
        this.thread = new ScheduledThreadPoolExecutor(1, work -> {
            Thread created = new Thread(work, "licensing-redis");
            created.setDaemon(true);
            return created;
        });
    }

    /** Connects, waiting a few seconds at most. */
    void connect() {
        try {
            thread.submit(this::tick).get(PATIENCE_AT_START.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            log.debug("Redis is not connected at the start", e);
        }
        if (current.get() == null) {
            outages.began(problem);
        }
    }

    /** Keeps the connection in the background from now on, or goes on connecting. */
    void maintain() {
        var unused = thread.scheduleWithFixedDelay(this::tick, TICK.toNanos(), TICK.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Returns the usable connection, null while the circuit is open. Costs one read of a field. */
    @Nullable
    RedisSession session() {
        return current.get();
    }

    Duration timeout() {
        return timeout;
    }

    RedisClock clock() {
        return clock;
    }

    OutageRecord outages() {
        return outages;
    }

    /** Registers what runs on each new connection before callers use it. */
    void onConnect(Consumer<RedisSession> start) {
        starts.add(start);
    }

    /** Registers what runs four times a second in the background. */
    void onTick(Runnable work) {
        ticks.add(work);
    }

    /** Counts the result of an operation, and its time-out. Returns the operation with the time-out. */
    <T> CompletableFuture<T> watch(RedisSession session, CompletableFuture<T> operation) {
        return operation
                .copy()
                .orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS)
                .whenComplete((result, error) -> {
                    if (error == null) {
                        session.failuresInRow.set(0);
                    } else {
                        failed(session, error);
                    }
                });
    }

    /** Counts a failure, which may open the circuit. */
    void failed(RedisSession session, Throwable error) {
        if (!session.isOpen() || session.failuresInRow.incrementAndGet() >= MAX_FAILURES) {
            lost(session, text(error));
        }
    }

    private void lost(RedisSession session, String reason) {
        if (current.compareAndSet(session, null)) {
            boolean isStable = clock.nanos() - session.openedNanos() > STABLE.toNanos();
            requiredChecks = isStable ? 1 : Math.min(MAX_CHECKS, 2 * requiredChecks);
            if (!closed) {
                outages.began(reason);
            }
            session.close();
        }
    }

    private void tick() {
        try {
            RedisSession open = current.get();
            if (open == null) {
                probe();
            } else if (++count % TICKS_PER_MEASUREMENT == 0) {
                measure(open);
            }
            ticks.forEach(Runnable::run);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            // A task that throws would never run again.
            log.warn("The connection to Redis cannot be maintained", e);
        }
    }

    private void probe() throws InterruptedException {
        RedisSession next = candidate.getAndSet(null);
        try {
            if (next == null) {
                checks = 0;
                next = new RedisSession(connector.connect(), clock, operations);
                prepare(next);
            }
            long sent = clock.nanos();
            long server = next.time().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            clock.measured(sent, clock.nanos(), server);
            if (++checks < requiredChecks) {
                check(next);
            } else {
                use(next);
            }
        } catch (InterruptedException e) {
            close(next);
            throw e;
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            problem = text(e);
            close(next);
        }
    }

    /** Loads the scripts and identifies the server. */
    private static void prepare(RedisSession next) throws InterruptedException, ExecutionException, TimeoutException {
        for (CallScript script : CallScript.values()) {
            await(next.load(script.text()));
        }
        await(next.load(ReplayScript.TEXT));
        await(next.identifyServer());
    }

    private static void await(CompletionStage<?> operation)
            throws InterruptedException, ExecutionException, TimeoutException {
        Object unused = operation.toCompletableFuture().get(SCRIPT_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Keeps a connection for the next check. */
    private void check(RedisSession next) {
        candidate.set(next);
        if (closed) {
            close(candidate.getAndSet(null));
        }
    }

    private static void close(@Nullable RedisSession session) {
        if (session != null) {
            session.close();
        }
    }

    private void use(RedisSession next) {
        next.onLoss(() -> lost(next, "the connection was lost"));
        starts.forEach(start -> start.accept(next));
        current.set(next);
        outages.ended();
        if (!next.isOpen() || closed) {
            lost(next, "the connection was lost");
        }
    }

    private void measure(RedisSession open) {
        long sent = clock.nanos();
        CompletableFuture<Long> reading = open.time();
        var unused = watch(open, reading.thenApply(server -> {
            clock.measured(sent, clock.nanos(), server);
            outages.succeeded();
            return server;
        }));
    }

    private String text(Throwable error) {
        Throwable cause = error;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof TimeoutException ? "no answer within " + timeout.toMillis() + " ms" : cause.toString();
    }

    RedisStatus status() {
        return outages.status(operations.sum());
    }

    Health.Component health() {
        return outages.health();
    }

    /** Ends the thread and closes the connections. */
    @Override
    public void close() {
        closed = true;
        thread.shutdownNow();
        RedisSession open = current.get();
        if (open != null) {
            lost(open, "closed");
        }
        // A client of the host stays open, and with it what is not closed here.
        close(candidate.getAndSet(null));
        connector.close();
    }
}
