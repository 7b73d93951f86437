package io.github.licensing4j.core.limit;

import io.github.licensing4j.Measure;
import io.github.licensing4j.Meter;
import io.github.licensing4j.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Calculates with units, in the smallest unit of a meter. Results saturate at the bounds of a long and never wrap around.
 * Measured units are 0 or more; a sum with a correction can be below 0.
 */
public final class Units {
    /** Milliseconds have six digits less than nanoseconds. */
    private static final int NANO_DIGITS = 6;

    private static final long[] POWERS_OF_TEN = {
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000
    };

    private Units() {}

    /** Returns the sum, or the nearest number that a long holds. It can be below 0: a correction may subtract more than a node counted. */
    public static long sum(long a, long b) {
        long sum = a + b;
        boolean isTooLarge = ((a ^ sum) & (b ^ sum)) < 0;
        return isTooLarge ? (a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : sum;
    }

    /** Converts units from one scale to another; further digits are dropped. */
    static long rescaled(long units, int from, int to) {
        if (from >= to) {
            return units / POWERS_OF_TEN[from - to];
        }
        long factor = POWERS_OF_TEN[to - from];
        return units > Long.MAX_VALUE / factor ? Long.MAX_VALUE : units * factor;
    }

    /**
     * Returns the measured units of a meter, in its smallest unit.
     *
     * @param wallNanos nanoseconds from decision to settlement
     */
    static long measured(Meter meter, Outcome outcome, long wallNanos) {
        @Nullable Measure measure = meter.measure();
        if (measure == null) {
            return 0;
        }
        return switch (measure) {
            case REQUEST_BYTES -> rescaled(Math.max(0, outcome.requestBytes()), 0, meter.scale());
            case RESPONSE_BYTES -> rescaled(Math.max(0, outcome.responseBytes()), 0, meter.scale());
            case CPU_TIME -> rescaled(Math.max(0, outcome.cpuNanos()), NANO_DIGITS, meter.scale());
            case WALL_TIME -> rescaled(Math.max(0, wallNanos), NANO_DIGITS, meter.scale());
        };
    }
}
