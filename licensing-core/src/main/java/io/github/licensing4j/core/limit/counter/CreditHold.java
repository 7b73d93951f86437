package io.github.licensing4j.core.limit.counter;

/** What one call holds of the grants of one limit, with what they stood at right after. The license's lock guards it. */
final class CreditHold {
    static final CreditHold[] NONE = {};

    private final CreditPool pool;
    private final long used;
    private final long balance;
    private final long[] held;
    private long[] consumed;

    CreditHold(CreditPool pool, long units) {
        this.pool = pool;
        this.held = pool.take(units);
        this.consumed = new long[held.length];
        this.used = pool.used();
        this.balance = pool.balance();
    }

    long used() {
        return used;
    }

    long balance() {
        return balance;
    }

    long[] consume(long units) {
        consumed = pool.consume(held, units);
        return consumed.clone();
    }

    /** @param begun the last shipment that has begun */
    void settle(int begun) {
        pool.settle(held, consumed, begun);
    }
}
