package io.github.licensing4j.spi;

import java.util.List;

/** The quota and credit counters of one license. Safe for use by many threads. */
public interface QuotaAccount {

    /**
     * Holds the units of every claim, or of none.
     *
     * @param quotas the claims of one call, at most one per counter; each is settled into the counter and window it
     *     names. The list is kept until then, so it must not change
     * @param credits the credit claims, at most one per limit; kept likewise
     */
    QuotaResult reserve(List<QuotaClaim> quotas, List<CreditsClaim> credits, long nowMillis);

    /** Holds the units of every quota claim, or of none. */
    default QuotaResult reserve(List<QuotaClaim> quotas, long nowMillis) {
        return reserve(quotas, List.of(), nowMillis);
    }

    /** Returns the units counted in a window so far, held ones included. Consumes nothing. */
    long used(CounterId counter, QuotaWindow window);

    /**
     * Returns the units counted in the window of a claim so far, held ones included, and those from before its counter
     * started. Consumes nothing.
     */
    default long used(QuotaClaim claim) {
        return used(claim.counter(), claim.window());
    }

    /**
     * Adds units to the count of a window, so that a correction takes effect at once.
     *
     * @param units negative to subtract
     */
    void adjust(CounterId counter, QuotaWindow window, long units, long nowMillis);
}
