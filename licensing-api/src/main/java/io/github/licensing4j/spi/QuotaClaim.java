package io.github.licensing4j.spi;

/**
 * What one call may use of one quota.
 *
 * @param counter the counter
 * @param window the period it counts in
 * @param ceiling the most that may be counted in the period
 * @param units units to hold; 0 asks only that something is left
 */
public record QuotaClaim(CounterId counter, QuotaWindow window, long ceiling, long units) {

    /** Whether it fits on top of what is counted already: all of it, and never where nothing is left. */
    public boolean fits(long used) {
        return used < ceiling && units <= ceiling - used;
    }
}
