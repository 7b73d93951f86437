package io.github.licensing4j.core.usage.whatif;

import java.math.BigInteger;

/**
 * The units that one counter has in one window under a catalog. Where the ledger has counted the same counter, no more
 * units are refused than it has counted beyond the ceiling: hours that belong to two windows are then no reason to refuse.
 */
final class CounterReplay {
    /** The total of a counter that the ledger has not counted. */
    static final long UNKNOWN = Long.MIN_VALUE;

    private final long total;
    private long used;
    private long refused;

    /** @param total the units that the ledger has counted in the window, {@link #UNKNOWN} if it has not */
    CounterReplay(long total) {
        this.total = total;
    }

    /** Returns the units of the granted calls. */
    long used() {
        return used;
    }

    /** Returns the units of the window for what is carried out of it: exact where the ledger has counted them. */
    long usedForCarry() {
        return total == UNKNOWN ? used : total;
    }

    /**
     * Returns how many calls fit.
     *
     * @param ceiling the most that may be counted in the window
     * @param units the units of all of these calls; 0 needs only that something is left
     */
    long fits(long ceiling, long units, long calls) {
        long remaining = Math.max(0, ceiling - used);
        if (units <= 0) {
            return remaining > 0 || (total != UNKNOWN && total <= ceiling) ? calls : 0;
        }
        long beyond = total == UNKNOWN ? Long.MAX_VALUE : Math.max(0, total - ceiling - refused);
        long refusable = Math.min(Math.max(0, units - remaining), beyond);
        return refusable == 0 ? calls : share(units - refusable, calls, units);
    }

    /** Counts the granted calls of some, and forgets the others. */
    void count(long units, long calls, long granted) {
        long counted = granted == calls ? units : share(units, granted, calls);
        used += counted;
        refused += units - counted;
    }

    /** Returns a × b / whole, rounded down. */
    private static long share(long a, long b, long whole) {
        return BigInteger.valueOf(a)
                .multiply(BigInteger.valueOf(b))
                .divide(BigInteger.valueOf(whole))
                .longValueExact();
    }
}
