package io.github.licensing4j.spi;

import java.util.List;

/**
 * What one call may consume of the credit grants of one limit. Units are the meter's smallest.
 *
 * @param grants the grants that can be consumed, in the order in which they are
 * @param units units to hold; 0 asks only that something is left
 */
public record CreditsClaim(List<Grant> grants, long units) {
    /** The window of the counter of every grant: all of time. */
    public static final QuotaWindow EVER = new QuotaWindow(0, Long.MAX_VALUE);

    public CreditsClaim {
        grants = List.copyOf(grants);
    }

    /** Whether it fits into a balance: all of it, and never where nothing is left. */
    public boolean fits(long balance) {
        return balance > 0 && units <= balance;
    }

    /**
     * One grant and the counter of what is consumed of it.
     *
     * @param counter its period is the grant's id
     * @param amount what was granted
     * @param expiresMillis the first epoch millisecond at which it can no longer be consumed, {@link Long#MAX_VALUE} if never
     */
    public record Grant(CounterId counter, long amount, long expiresMillis) {}
}
