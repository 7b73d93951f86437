package io.github.licensing4j.core.store;

import org.jspecify.annotations.Nullable;

/** Adds units up, and refuses sums that a ledger does not hold. */
public final class Units {
    /** The furthest from 0 that a sum may be. */
    public static final long MOST = 9_000_000_000_000_000_000L;

    private Units() {}

    /**
     * The sum of both.
     *
     * @throws IllegalArgumentException if it would be further than {@link #MOST} from 0
     */
    public static long add(long one, long other) {
        boolean overflows = other >= 0 ? one > Long.MAX_VALUE - other : one < Long.MIN_VALUE - other;
        if (overflows || one + other > MOST || one + other < -MOST) {
            throw tooMany(null);
        }
        return one + other;
    }

    /** What is thrown where a database has refused a sum. */
    public static IllegalArgumentException tooMany(@Nullable Throwable cause) {
        return new IllegalArgumentException("a sum of usage would be further than " + MOST + " from 0", cause);
    }
}
