package io.github.licensing4j.spi;

import org.jspecify.annotations.Nullable;

/**
 * What one call may use of one quota. Units are the meter's smallest.
 *
 * @param counter the counter
 * @param window the period it counts in
 * @param ceiling the most that may be counted in the period, apart from what is carried into it
 * @param units units to hold; 0 asks only that something is left
 * @param carry what is carried from the period before, null if nothing is
 * @param start when the counter took the place of another one, null if that does not concern the period or the one before
 */
public record QuotaClaim(
        CounterId counter,
        QuotaWindow window,
        long ceiling,
        long units,
        @Nullable Carry carry,
        @Nullable CounterStart start) {

    /** A claim on a counter that did not take the place of another one. */
    public QuotaClaim(CounterId counter, QuotaWindow window, long ceiling, long units, @Nullable Carry carry) {
        this(counter, window, ceiling, units, carry, null);
    }

    /** A claim on a period into which nothing is carried. */
    public QuotaClaim(CounterId counter, QuotaWindow window, long ceiling, long units) {
        this(counter, window, ceiling, units, null);
    }

    /** Whether it fits on top of what is counted already: all of it, and never where nothing is left. */
    public boolean fits(long used) {
        return fits(used, 0);
    }

    /** Whether it fits on top of what is counted already, with so many units carried from the period before. */
    public boolean fits(long used, long carried) {
        long most = ceiling + carried;
        return used < most && units <= most - used;
    }

    /**
     * Units of a period that nobody used.
     *
     * @param from the period before
     * @param amount what was included in it
     * @param max the most that is carried
     */
    public record Carry(QuotaWindow from, long amount, long max) {

        /** What is carried where so many units were used in the period before. */
        public long units(long usedBefore) {
            return Math.min(max, Math.max(0, amount - Math.max(0, usedBefore)));
        }
    }
}
