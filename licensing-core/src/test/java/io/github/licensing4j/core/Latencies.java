package io.github.licensing4j.core;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** How long calls took, to ten microseconds. Safe for use by many threads. */
final class Latencies {
    private static final long STEP = 10_000;
    /** A second; what took longer is in the last. */
    private final AtomicLongArray buckets = new AtomicLongArray(100_001);

    private final AtomicLong max = new AtomicLong();

    void add(Duration taken) {
        long nanos = taken.toNanos();
        buckets.incrementAndGet((int) Math.max(0, Math.min(nanos / STEP, buckets.length() - 1)));
        max.accumulateAndGet(nanos, Math::max);
    }

    long count() {
        return above(Duration.ZERO);
    }

    /** How many took at least so long. */
    long above(Duration bound) {
        long found = 0;
        for (int i = (int) (bound.toNanos() / STEP); i < buckets.length(); i++) {
            found += buckets.get(i);
        }
        return found;
    }

    /** What all but one in so many stayed below. */
    Duration allButOneIn(int many) {
        long rest = count() / many;
        int bucket = buckets.length();
        long above = 0;
        while (bucket > 0 && above + buckets.get(bucket - 1) <= rest) {
            above += buckets.get(--bucket);
        }
        return Duration.ofNanos(bucket * STEP);
    }

    Duration max() {
        return Duration.ofNanos(max.get());
    }

    @Override
    public String toString() {
        return String.format(
                "%d calls, p50 %d us, p99 %d us, p99.9 %d us, max %.1f ms",
                count(), micros(2), micros(100), micros(1_000), max.get() / 1e6);
    }

    private long micros(int many) {
        return allButOneIn(many).toNanos() / 1_000;
    }
}
