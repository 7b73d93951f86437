package io.github.licensing4j.core.limit.credits;

/**
 * Holds the units of one call in the grants of one limit, with their totals right after. The license's lock guards it.
 */
public final class CreditHold {
    public static final CreditHold[] NONE = {};

    private final CreditPool pool;
    private final long used;
    private final long balance;
    private final long[] held;
    private long[] consumed;

    public CreditHold(CreditPool pool, long units) {
        this.pool = pool;
        this.held = pool.take(units);
        this.consumed = new long[held.length];
        this.used = pool.used();
        this.balance = pool.balance();
    }

    public long used() {
        return used;
    }

    public long balance() {
        return balance;
    }

    public long[] consume(long units) {
        consumed = pool.consume(held, units);
        return consumed.clone();
    }

    /**
     * Counts the consumed units in place of those held.
     *
     * @param begun the last shipment that has begun
     */
    public void settle(int begun) {
        pool.settle(held, consumed, begun);
    }
}
