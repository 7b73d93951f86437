package io.github.licensing4j.spi;

/** Units held by one call, of every counter it claimed. */
public non-sealed interface QuotaHold extends QuotaAnswer {
    /** What a counter stood at right after the hold, the held units included, by the index of its claim. */
    long used(int claim);

    /**
     * Counts what was really used instead of what is held, into the counters and windows that were claimed. More than was
     * held is counted in full. Called exactly once.
     *
     * @param units one number for each claim, in their order, 0 or more; 0 gives everything back
     */
    void settle(long... units);
}
