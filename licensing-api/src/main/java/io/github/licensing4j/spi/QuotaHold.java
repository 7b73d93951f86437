package io.github.licensing4j.spi;

/** Holds the units that one call claimed. */
public non-sealed interface QuotaHold extends QuotaResult, CallHold {

    /**
     * Returns the units of a counter right after the hold, held ones included.
     *
     * @param claim the index of its claim in the list of quota claims
     */
    long used(int claim);

    /**
     * Returns the units carried into the period of a quota claim. Default: 0, which is right only for a store that never
     * receives claims with {@link QuotaClaim#carry}.
     *
     * @param claim the index in the list of quota claims
     */
    default long carried(int claim) {
        return 0;
    }

    /**
     * Returns the consumed and held units of the grants of a credits claim right after the hold.
     *
     * @param claim the index in the list of credits claims
     */
    long consumed(int claim);

    /**
     * Returns the balance of the grants of a credits claim right after the hold.
     *
     * @param claim the index in the list of credits claims
     */
    long balance(int claim);

    /**
     * Allocates the actual use to grants, and holds units of them that were not held before: first the grants that the
     * call holds, then in order others with a balance, in the end the last one. Called exactly once for each credits
     * claim, before {@link #settle}.
     *
     * @param claim the index in the list of credits claims
     * @param units the actual use; 0 or more
     * @return units of each grant of the claim, in their order
     */
    long[] consume(int claim, long units);

    /**
     * Counts the actual use in place of the held units, in the claimed counters and windows. Use beyond the hold is
     * counted in full. Called exactly once, unless the hold is released.
     *
     * @param units one number for each quota claim, in their order, 0 or more; 0 releases everything. Credits are
     *     counted as {@link #consume} allocated them
     */
    void settle(long... units);

    /** Releases all units, because another limit refused the call. Called in place of consuming and settling. */
    @Override
    void release();
}
