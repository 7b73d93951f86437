package io.github.licensing4j.core;

import io.github.licensing4j.Credential;
import io.github.licensing4j.Credential.Source;
import io.github.licensing4j.Granted;
import io.github.licensing4j.Identified;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.Requirement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/** Threads that call at a steady pace, as often for each license. They do not catch up after a pause. */
final class PacedLoad implements AutoCloseable {
    static final int CALLS_A_SECOND = 5_000;
    private static final int THREADS = 4;
    private static final Duration TICK = Duration.ofMillis(4);
    private static final int CALLS_A_TICK = (int) (CALLS_A_SECOND * TICK.toMillis() / 1_000 / THREADS);

    private final LicensingEngine engine;
    private final List<Caller> callers;
    private final InstantSource wall = InstantSource.system();
    private final CountDownLatch refused = new CountDownLatch(1);
    private final AtomicReference<Object> refusal = new AtomicReference<>();
    private final ScheduledExecutorService threads = new ScheduledThreadPoolExecutor(THREADS);
    private volatile Latencies latencies = new Latencies();

    private record Caller(String license, Credential credential, AtomicLong settled) {}

    /** @param keys of each license, one */
    PacedLoad(LicensingEngine engine, Map<String, String> keys) {
        this.engine = engine;
        this.callers = keys.entrySet().stream()
                .map(entry ->
                        new Caller(entry.getKey(), new Credential(Source.BEARER, entry.getValue()), new AtomicLong()))
                .toList();
    }

    void start() {
        for (int i = 0; i < THREADS; i++) {
            AtomicLong turn = new AtomicLong(i);
            var unused = threads.scheduleWithFixedDelay(() -> tick(turn), 0, TICK.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void tick(AtomicLong turn) {
        for (int i = 0; i < CALLS_A_TICK; i++) {
            Caller caller = callers.get((int) (turn.getAndIncrement() % callers.size()));
            Instant before = wall.instant();
            Object answer = answer(caller);
            latencies.add(Duration.between(before, wall.instant()));
            if (!(answer instanceof Granted)) {
                refusal.compareAndSet(null, answer);
                refused.countDown();
            }
        }
    }

    private Object answer(Caller caller) {
        try {
            var who = engine.licensing().identify(EngineFixture.call(caller.credential));
            if (!(who instanceof Identified identified)) {
                return who;
            }
            var decision = EngineFixture.decide(engine.licensing(), identified, Requirement.license());
            if (decision instanceof Granted granted) {
                granted.reservation().settle(new Outcome(200, 0));
                caller.settled.incrementAndGet();
            }
            return decision;
        } catch (RuntimeException e) {
            return e;
        }
    }

    /** Calls as fast as it can, and again where it is refused. */
    void burst(long calls) {
        List<Caller> all = new ArrayList<>(callers);
        for (long made = 0; made < calls; ) {
            if (answer(all.get((int) (made % all.size()))) instanceof Granted) {
                made++;
            } else {
                Thread.onSpinWait();
            }
        }
    }

    /** Runs for a time, or until a call was refused, and returns how long calls took meanwhile. */
    Latencies runFor(Duration time) throws InterruptedException {
        Latencies measured = new Latencies();
        latencies = measured;
        if (refused.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("a call was not granted: " + refusal.get() + ", "
                    + engine.info().health());
        }
        latencies = new Latencies();
        return measured;
    }

    /** Returns the number of granted and settled calls, by license. */
    Map<String, Long> settled() {
        return callers.stream().collect(Collectors.toMap(Caller::license, caller -> caller.settled.get()));
    }

    long total() {
        return callers.stream().mapToLong(caller -> caller.settled.get()).sum();
    }

    /** Ends it; every call that was begun is settled then. */
    void stop() throws InterruptedException {
        close();
        if (!threads.awaitTermination(30, TimeUnit.SECONDS)) {
            throw new AssertionError("a call does not come back");
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
