package io.github.licensing4j.spi;

import org.jspecify.annotations.Nullable;

/**
 * A request of one call to hold units of one quota. Units are the meter's smallest.
 *
 * @param counter the counter
 * @param window the period it counts in
 * @param ceiling the most that may be counted in the period, apart from carried units
 * @param units units to hold; 0 requires only that something is left
 * @param carry the units carried from the previous period, null if none
 * @param start when the counter replaced another one, null if that does not concern this period or the previous one
 */
public record QuotaClaim(
        CounterId counter,
        QuotaWindow window,
        long ceiling,
        long units,
        @Nullable Carry carry,
        @Nullable CounterStart start) {

    /** Creates a claim on a counter that did not replace another one. */
    public QuotaClaim(CounterId counter, QuotaWindow window, long ceiling, long units, @Nullable Carry carry) {
        this(counter, window, ceiling, units, carry, null);
    }

    /** Creates a claim on a period without carried units. */
    public QuotaClaim(CounterId counter, QuotaWindow window, long ceiling, long units) {
        this(counter, window, ceiling, units, null);
    }

    /** Returns whether all of it fits on top of the counted units; false if nothing is left. */
    public boolean fits(long used) {
        return fits(used, 0);
    }

    /** Returns whether all of it fits on top of the counted units, with units carried from the previous period. */
    public boolean fits(long used, long carried) {
        long most = ceiling + carried;
        return used < most && units <= most - used;
    }

    /**
     * The unused units of a period.
     *
     * @param from the previous period
     * @param amount the units included in it
     * @param max the most that is carried
     */
    public record Carry(QuotaWindow from, long amount, long max) {

        /** Returns the carried units, given those used in the previous period. */
        public long units(long usedBefore) {
            return Math.min(max, Math.max(0, amount - Math.max(0, usedBefore)));
        }
    }
}
