package io.github.licensing4j.core.store.redis;

import io.github.licensing4j.spi.CounterId;
import java.util.concurrent.TimeUnit;

/** The calls in flight under one counter of one license. The lock of its {@link LicenseCalls} guards it. */
final class CounterCalls {
    private static final long STALE = TimeUnit.MILLISECONDS.toNanos(500);

    private final CounterId id;
    private final String field;
    /** Calls of this node, wherever they were granted. */
    private int own;
    /** Calls of other nodes at the last answer of Redis. */
    private int others;

    private long seenNanos;
    private boolean seen;

    CounterCalls(CounterId id) {
        this.id = id;
        this.field = RedisKeys.field(id);
    }

    CounterId id() {
        return id;
    }

    String field() {
        return field;
    }

    int own() {
        return own;
    }

    void enter() {
        own++;
    }

    void leave() {
        own--;
    }

    /**
     * Takes over what Redis has counted.
     *
     * @param all the calls of all nodes
     */
    void see(int all, long now) {
        others = Math.max(0, all - own);
        seenNanos = now;
        seen = true;
    }

    boolean isStale(long now) {
        return !seen || now - seenNanos > STALE;
    }

    /** Returns the own calls and those that other nodes had at the last answer. */
    int all() {
        return own + others;
    }
}
