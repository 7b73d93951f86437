package io.github.licensing4j.examples.checks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Calls an endpoint on many threads, and counts the outcomes. */
public final class Load {
    /** The outcome of a call whose connection ended before its answer. */
    public static final String UNANSWERED = "unanswered";
    /** The outcome of a call for which the balancer got no answer. */
    private static final String BAD_GATEWAY = "502";

    private final int threads;
    private final Call call;
    private final Map<String, Long> outcomes = new TreeMap<>();
    private final AtomicLong granted = new AtomicLong();
    private final AtomicInteger refusedInARow = new AtomicInteger();
    private long slowestMillis;

    /** A call of an endpoint. */
    @FunctionalInterface
    public interface Call {
        Reply make() throws IOException, InterruptedException;
    }

    /** A condition under which a thread makes one more call. */
    @FunctionalInterface
    private interface More {
        boolean wanted();
    }

    public Load(int threads, Call call) {
        this.threads = threads;
        this.call = call;
    }

    /** Calls until this many calls in a row are not granted: the last units may be leased by one of the nodes. */
    public Load untilRefused(int inARow) throws InterruptedException {
        refusedInARow.set(0);
        return run(() -> refusedInARow.get() < inARow);
    }

    /** Calls for a time. */
    public Load during(long millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        return run(() -> System.nanoTime() - end < 0);
    }

    private Load run(More more) throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(pool.submit(() -> {
                    while (more.wanted()) {
                        callOnce();
                    }
                    return null;
                }));
            }
            for (Future<?> thread : running) {
                thread.get();
            }
            return this;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a thread of the load failed", e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    private void callOnce() throws InterruptedException {
        String outcome;
        long millis = 0;
        try {
            Reply reply = call.make();
            outcome = reply.outcome();
            millis = reply.millis();
        } catch (IOException e) {
            outcome = UNANSWERED;
        }
        if (outcome.equals("200")) {
            granted.incrementAndGet();
            refusedInARow.set(0);
        } else {
            refusedInARow.incrementAndGet();
        }
        synchronized (outcomes) {
            outcomes.merge(outcome, 1L, Long::sum);
            slowestMillis = Math.max(slowestMillis, millis);
        }
    }

    /** Returns the granted calls, also while this runs. */
    public long granted() {
        return granted.get();
    }

    /** Returns the calls without an answer of a node. */
    public long unanswered() {
        Map<String, Long> all = outcomes();
        return all.getOrDefault(UNANSWERED, 0L) + all.getOrDefault(BAD_GATEWAY, 0L);
    }

    public Map<String, Long> outcomes() {
        synchronized (outcomes) {
            return Map.copyOf(outcomes);
        }
    }

    public long slowestMillis() {
        synchronized (outcomes) {
            return slowestMillis;
        }
    }
}
