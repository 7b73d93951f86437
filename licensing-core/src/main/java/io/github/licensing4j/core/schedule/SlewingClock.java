package io.github.licensing4j.core.schedule;

import io.github.licensing4j.Health;
import io.github.licensing4j.Health.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * A clock that never steps back: the start instant plus monotonic elapsed time, adjusted slowly towards the wall clock.
 *
 * <p>It reads the wall clock once a second. A difference of up to five minutes is corrected at one part in twenty: a
 * second takes twenty. A greater jump degrades health at first; only a wall clock that has been ahead by the same
 * distance for two minutes is followed, in one step forward. If the wall clock is behind, this clock never steps back:
 * it slows down by the same one part in twenty.
 *
 * <p>Safe for use by many threads; {@link #millis} takes no lock.
 */
public final class SlewingClock implements InstantSource {
    private static final long FOLLOW_EVERY = Duration.ofSeconds(1).toNanos();
    private static final long JUMP = Duration.ofMinutes(5).toMillis();
    private static final long STABLE_FOR = Duration.ofMinutes(2).toNanos();
    /** The largest difference of two readings of a jumped wall clock that counts as the same jump. */
    private static final long SAME_JUMP = 1_000;

    private static final int SLEW = 20;

    private final InstantSource wall;
    private final LongSupplier nanos;
    private final String followed;
    private volatile Stretch stretch;
    /** The distance by which the wall clock has jumped ahead (below zero: behind); guarded by this. */
    private long jumpMillis;

    private long jumpSince;
    private volatile Health.Component health;

    /**
     * The time from one reading of the wall clock to the next.
     *
     * @param atNanos the ticker at its start
     * @param atMillis this clock at its start
     * @param driftMillis how far the wall clock was ahead, which is corrected during the stretch
     */
    private record Stretch(long atNanos, long atMillis, long driftMillis) {

        long millisAt(long nanosNow) {
            long elapsed = (nanosNow - atNanos) / 1_000_000;
            // A stretch without readings may last long: the correction never exceeds the drift, and never goes
            // backwards.
            long madeUp = elapsed / SLEW;
            return atMillis
                    + elapsed
                    + (driftMillis >= 0 ? Math.min(driftMillis, madeUp) : -Math.min(-driftMillis, madeUp));
        }
    }

    /**
     * @param wall the clock to follow
     * @param nanos a monotonic ticker, nanoseconds from any origin
     */
    public SlewingClock(InstantSource wall, LongSupplier nanos) {
        this(wall, nanos, "the wall clock");
    }

    /**
     * @param wall the clock to follow
     * @param nanos a monotonic ticker, nanoseconds from any origin
     * @param followed what health calls the clock to follow
     */
    public SlewingClock(InstantSource wall, LongSupplier nanos, String followed) {
        this.wall = wall;
        this.nanos = nanos;
        this.followed = followed;
        this.health = up();
        this.stretch = new Stretch(nanos.getAsLong(), wall.millis(), 0);
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public long millis() {
        // Read the stretch first: a ticker read before it could lie before the stretch, and show a step back.
        Stretch current = stretch;
        long now = nanos.getAsLong();
        return now - current.atNanos < FOLLOW_EVERY ? current.millisAt(now) : follow();
    }

    public Health.Component health() {
        millis();
        return health;
    }

    private synchronized long follow() {
        Stretch ended = stretch;
        long now = nanos.getAsLong();
        long here = ended.millisAt(now);
        if (now - ended.atNanos < FOLLOW_EVERY) {
            return here;
        }
        long drift = wall.millis() - here;
        if (Math.abs(drift) <= JUMP) {
            jumpMillis = 0;
            health = up();
        } else if (hasLasted(drift, now) && drift > 0) {
            here += drift;
            drift = 0;
            jumpMillis = 0;
            health = up();
        } else {
            health = jumped(drift);
            drift = Math.min(drift, 0);
        }
        // The fraction of a millisecond is carried into the next stretch, else every reading would lose it.
        stretch = new Stretch(now - (now - ended.atNanos) % 1_000_000, here, drift);
        return here;
    }

    /** Returns whether the wall clock has kept this distance for long enough to be followed. */
    private boolean hasLasted(long drift, long now) {
        if (jumpMillis == 0 || Math.abs(drift - jumpMillis) > SAME_JUMP) {
            jumpMillis = drift;
            jumpSince = now;
        }
        return now - jumpSince >= STABLE_FOR;
    }

    private Health.Component up() {
        return new Health.Component("clock", Status.UP, "follows " + followed);
    }

    private Health.Component jumped(long drift) {
        return new Health.Component(
                "clock",
                Status.DEGRADED,
                followed + " is " + Duration.ofMillis(Math.abs(drift)) + (drift > 0 ? " ahead" : " behind")
                        + (drift > 0
                                ? "; followed once this has lasted for two minutes"
                                : "; this clock slows down until then"));
    }
}
