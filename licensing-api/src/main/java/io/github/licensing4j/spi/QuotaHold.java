package io.github.licensing4j.spi;

/** Units held by one call, of every counter it claimed. */
public non-sealed interface QuotaHold extends QuotaResult {
    /** What a counter stood at right after the hold, the held units included, by the index of its quota claim. */
    long used(int claim);

    /** What was carried into the period of a quota claim. */
    default long carried(int claim) {
        return 0;
    }

    /** What was consumed or held of the grants of a credits claim right after the hold, the held units included. */
    long consumed(int claim);

    /** What was left of the grants of a credits claim right after the hold. */
    long balance(int claim);

    /**
     * Says which grants pay for what was really used, and holds of them what was not held before. First those that the call
     * holds; what goes beyond them is taken in order from whatever else has something left, and in the end from the last
     * one. Called exactly once for each credits claim, before {@link #settle}.
     *
     * @param units what was really used; 0 or more
     * @return units of each grant of the claim, in their order
     */
    long[] consume(int claim, long units);

    /**
     * Counts what was really used instead of what is held, into the counters and windows that were claimed. More than was
     * held is counted in full. Called exactly once.
     *
     * @param units one number for each quota claim, in their order, 0 or more; 0 gives everything back. What {@link #consume}
     *     has said is counted of credits
     */
    void settle(long... units);
}
