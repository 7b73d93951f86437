package io.github.licensing4j.core.limit.counter;

/**
 * Bounds how many counters are evicted to a ledger that is itself in the memory of the process, which has to keep them until
 * their periods have ended. A durable ledger has no bound. Safe for use by many threads.
 */
final class LedgerRoom {
    private final boolean isDurable;
    private final int max;
    private int taken;
    private long untilMillis = Long.MIN_VALUE;

    LedgerRoom(boolean isDurable, int max) {
        this.isDurable = isDurable;
        this.max = max;
    }

    synchronized boolean isLeft(long nowMillis) {
        if (taken > 0 && nowMillis >= untilMillis) {
            taken = 0;
            untilMillis = Long.MIN_VALUE;
        }
        return isDurable || taken < max;
    }

    /** @param endMillis when the last period of the evicted counters ends */
    synchronized void take(long endMillis) {
        taken = Math.min(max, taken + 1);
        untilMillis = Math.max(untilMillis, endMillis);
    }
}
