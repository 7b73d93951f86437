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
    public static long add(long units, long more) {
        boolean overflows = more >= 0 ? units > Long.MAX_VALUE - more : units < Long.MIN_VALUE - more;
        if (overflows || units + more > MOST || units + more < -MOST) {
            throw tooMany(null);
        }
        return units + more;
    }

    /** What is thrown where a database has refused a sum. */
    public static IllegalArgumentException tooMany(@Nullable Throwable cause) {
        return new IllegalArgumentException("a sum of usage would be further than " + MOST + " from 0", cause);
    }
}
