package io.github.licensing4j.spi;

import java.util.List;

/**
 * A request of one call to hold units of the credit grants of one limit. Units are the meter's smallest.
 *
 * @param grants the grants that can be consumed, in the order in which they are
 * @param units units to hold; 0 requires only that something is left
 */
public record CreditsClaim(List<Grant> grants, long units) {
    /** The window of the counter of every grant: unbounded. */
    public static final QuotaWindow EVER = new QuotaWindow(0, Long.MAX_VALUE);

    public CreditsClaim {
        grants = List.copyOf(grants);
    }

    /** Returns whether all of it fits into a balance; false if nothing is left. */
    public boolean fits(long balance) {
        return balance > 0 && units <= balance;
    }

    /**
     * A grant and the counter of its consumed units.
     *
     * @param counter its period is the grant's id
     * @param amount the granted units
     * @param expiresMillis the first epoch millisecond at which it can no longer be consumed, {@link Long#MAX_VALUE} if never
     */
    public record Grant(CounterId counter, long amount, long expiresMillis) {}
}
