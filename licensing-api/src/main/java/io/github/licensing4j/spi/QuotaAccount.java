package io.github.licensing4j.spi;

import java.util.List;

/** The quota and credit counters of one license. Safe for use by many threads. */
public interface QuotaAccount {

    /**
     * Holds the units of every claim, or of none.
     *
     * @param quotas what one call may use, at most one a counter; each is settled into the counter and window it names,
     *     whenever that is. The list is kept until then, so it must not change
     * @param credits what it may consume, at most one a limit; kept likewise
     */
    QuotaResult reserve(List<QuotaClaim> quotas, List<CreditsClaim> credits, long nowMillis);

    /** Holds the units of every quota claim, or of none. */
    default QuotaResult reserve(List<QuotaClaim> quotas, long nowMillis) {
        return reserve(quotas, List.of(), nowMillis);
    }

    /** Units counted in a window so far, held ones included. Takes nothing. */
    long used(CounterId counter, QuotaWindow window);

    /** Units counted in the window of a claim so far, held ones included, and those from before its counter started. Takes nothing. */
    default long used(QuotaClaim claim) {
        return used(claim.counter(), claim.window());
    }

    /**
     * Adds to what is counted in a window, so that a correction holds at once.
     *
     * @param units below 0 to take away
     */
    void adjust(CounterId counter, QuotaWindow window, long units, long nowMillis);
}
