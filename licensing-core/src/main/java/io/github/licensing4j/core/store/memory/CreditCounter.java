package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.spi.CreditsClaim;

/** What is burnt or held of one credit grant of one license. */
final class CreditCounter extends Counter {
    private static final long LINGER_MILLIS = 60_000;

    private final long amount;
    private final long expiresMillis;
    private long used;

    CreditCounter(CreditsClaim.Grant grant, long used) {
        super(grant.counter());
        this.amount = grant.amount();
        this.expiresMillis = grant.expiresMillis();
        this.used = used;
    }

    long used() {
        return used;
    }

    /** What is left; below 0 where more was burnt than granted. */
    long left() {
        return sum(amount, -used);
    }

    /** Counts units, held or burnt; below 0 to give back. */
    void add(long units) {
        used = sum(used, units);
    }

    /** Whether no call asks for it any more, one that was decided a moment ago included. */
    boolean hasLapsed(long nowMillis) {
        return expiresMillis < nowMillis - LINGER_MILLIS;
    }

    @Override
    boolean isUnused(long nowMillis) {
        return used == 0 || hasLapsed(nowMillis);
    }
}
