package io.github.licensing4j.core.store;

import org.jspecify.annotations.Nullable;

/** Adds up units, and rejects sums that exceed the ledger's range. */
public final class LedgerUnits {
    /** The largest distance of a sum from 0. */
    public static final long MOST = 9_000_000_000_000_000_000L;

    private LedgerUnits() {}

    /**
     * Returns the sum of both.
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

    /** Returns the exception for a sum that a database has rejected. */
    public static IllegalArgumentException tooMany(@Nullable Throwable cause) {
        return new IllegalArgumentException("a sum of usage would be further than " + MOST + " from 0", cause);
    }
}
