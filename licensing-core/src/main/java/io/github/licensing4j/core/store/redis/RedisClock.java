package io.github.licensing4j.core.store.redis;

import io.github.bucket4j.TimeMeter;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Follows the clock of the Redis server, so that the clocks of nodes have no effect on shared buckets. Between measurements it
 * advances with the monotonic clock of the process. Safe for use by many threads.
 */
final class RedisClock implements TimeMeter {
    /** One nanosecond of drift for so many that passed: 500 parts per million. */
    private static final long DRIFT = 2_000;

    private final LongSupplier nanos;
    private volatile @Nullable Measurement last;

    /**
     * One reading of the server's clock.
     *
     * @param offset the server's nanoseconds since the epoch minus those of the monotonic clock
     * @param error the most by which the offset can be wrong
     * @param atNanos when it was read
     */
    private record Measurement(long offset, long error, long atNanos) {}

    RedisClock(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * Takes over a reading that is more precise than the last one by now, or that contradicts it.
     *
     * @param sentNanos the monotonic clock before the request
     * @param receivedNanos the monotonic clock after the response
     * @param serverNanos the server's clock in between
     */
    synchronized void measured(long sentNanos, long receivedNanos, long serverNanos) {
        long error = (receivedNanos - sentNanos) / 2;
        Measurement latest = new Measurement(serverNanos - sentNanos - error, error, receivedNanos);
        Measurement before = last;
        if (before == null) {
            last = latest;
            return;
        }
        long errorNow = before.error + (receivedNanos - before.atNanos) / DRIFT;
        if (error <= errorNow || Math.abs(latest.offset - before.offset) > error + errorNow) {
            last = latest;
        }
    }

    /** Returns whether the server's clock was read. */
    boolean isKnown() {
        return last != null;
    }

    /** Returns the monotonic clock of the process. */
    long nanos() {
        return nanos.getAsLong();
    }

    /** Returns the server's time; that of the epoch before it was read. */
    @Override
    public long currentTimeNanos() {
        return at(nanos.getAsLong());
    }

    /** Returns the server's time at an instant of the monotonic clock. */
    long at(long nanosNow) {
        Measurement measurement = last;
        return measurement == null ? 0 : nanosNow + measurement.offset;
    }

    @Override
    public boolean isWallClockBased() {
        return true;
    }
}
