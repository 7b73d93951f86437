package io.github.licensing4j.core.limit.counter;

/** The cost of evicting a counter, from the least to those that forbid it. Of several counters, the last one applies. */
public enum Eviction {
    /** Nothing would be lost: nothing is counted in a period that matters, and every bucket is full. */
    UNUSED,
    /** The ledger has everything that is counted. */
    IN_LEDGER,
    /** The ledger does not have everything yet. */
    UNSHIPPED,
    /** A call is in flight, or a bucket is not full, of which the ledger has nothing. */
    IN_USE;

    public boolean isPossible() {
        return compareTo(IN_LEDGER) <= 0;
    }

    public Eviction or(Eviction other) {
        return compareTo(other) < 0 ? other : this;
    }
}
