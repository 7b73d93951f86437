package io.github.licensing4j.core.store.redis;

import io.github.bucket4j.BucketState;
import java.util.concurrent.TimeUnit;

/** Sizes the slices of one bucket by what calls have spent lately and by what remains. */
final class SliceSize {
    /** A slice lasts for about so long. */
    private static final double LASTS = TimeUnit.MILLISECONDS.toNanos(75);
    /** Two slices in this time show that a further one will be spent soon. */
    private static final long WARM = TimeUnit.MILLISECONDS.toNanos(500);

    private static final long SHORTEST = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LEAST_PAUSE = TimeUnit.MILLISECONDS.toNanos(5);
    /** Other nodes may have returned permits after so long. */
    private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(1);

    private static final int GROWTH = 4;
    /** A slice is at most this part of what remains, so that other nodes find permits too. */
    private static final int PART = 4;
    /** The least pause of an empty bucket is at most this part of the time that it needs to be full, so that it never overflows. */
    private static final int PAUSE_PART = 8;

    private long spent;
    private long waiting;
    private long wanted = 1;
    private long plannedNanos;
    private long previousNanos;

    SliceSize(long now) {
        plannedNanos = now - WARM;
        previousNanos = plannedNanos - WARM;
    }

    void spent(long permits) {
        spent += permits;
    }

    /** Adds permits that callers wait for; below zero removes them. */
    void waits(long permits) {
        waiting += permits;
    }

    long plannedNanos() {
        return plannedNanos;
    }

    /**
     * Returns the size of the next slice.
     *
     * @param minimum the fewest permits
     * @param available the permits of the bucket, by the last reading
     */
    long plan(long minimum, long available, long now) {
        long elapsed = Math.max(SHORTEST, now - plannedNanos);
        double byUse = (spent + waiting) * LASTS / elapsed;
        wanted = (long) Math.max(1, Math.min(byUse, (double) GROWTH * wanted));
        previousNanos = plannedNanos;
        plannedNanos = now;
        spent = 0;
        return Math.max(minimum, Math.max(Math.min(waiting, available), Math.min(wanted, available / PART)));
    }

    /** Returns the size of a slice after a larger one was refused. */
    long reduced(long minimum, long available) {
        return Math.max(minimum, waiting > 0 ? Math.min(waiting, available) : Math.min(wanted, available / PART));
    }

    /** Returns whether less than half of a slice is left, and the license is called often enough to need another. */
    boolean isShort(long local, long now) {
        return 2 * local < wanted && plannedNanos - previousNanos < WARM && now - plannedNanos < WARM;
    }

    /**
     * Returns how long an empty bucket is left alone: until it has the permits, at least for a few milliseconds and at most for a second.
     *
     * @param state the bucket at this instant
     */
    static long pause(BucketState state, long minimum, long serverNanos) {
        long delay = state.calculateDelayNanosAfterWillBePossibleToConsume(minimum, serverNanos, false);
        long least = Math.min(LEAST_PAUSE, state.calculateFullRefillingTime(serverNanos) / PAUSE_PART);
        return Math.min(LONGEST_PAUSE, Math.max(least, delay));
    }
}
