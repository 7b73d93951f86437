package io.github.licensing4j.spi;

import java.util.List;

/** The quota and credit counters of one license. Safe for use by many threads. */
public interface QuotaAccount {

    /**
     * Holds the units of every claim, or of none. An implementation meets these rules:
     *
     * <ul>
     *   <li>A quota claim fits by {@link QuotaClaim#fits(long, long)}, with the units counted and held in its window and
     *       the units that {@link QuotaClaim.Carry#units} carries into it. A credits claim fits by {@link
     *       CreditsClaim#fits}, with the sum of what its grants have left.
     *   <li>A claim is refused by the first one that does not fit: quotas in their order, then credits.
     *   <li>The first claim of a window opens it with a count of 0, or with what was counted in it before a restart. A
     *       window that starts before the newest one counted under the same counter and has no count of its own is not
     *       opened, because a clock that was set back would grant a new allowance: the claim is exhausted, or counts in
     *       the newest window.
     *   <li>The window of every grant is {@link CreditsClaim#EVER}. After {@link CreditsClaim.Grant#expiresMillis} a grant
     *       has nothing left; one that was consumed beyond its amount still subtracts its debt.
     *   <li>Sums saturate: a sum that a long cannot hold is {@link Long#MAX_VALUE} or {@link Long#MIN_VALUE}, never a
     *       wrapped number.
     *   <li>With {@link QuotaClaim#start}, units counted in the window before that instant, under the counter that was
     *       replaced, count as well.
     * </ul>
     *
     * @param quotas the claims of one call, at most one per counter; each is settled into the counter and window it
     *     names. The list is kept until then, so it must not change
     * @param credits the credit claims, at most one per limit; kept likewise
     * @param nowMillis the instant of the decision, in epoch milliseconds. It can be before that of an earlier call, on
     *     another thread or after the clock was set back
     * @return the hold, {@link QuotaResult.Exhausted} or {@link QuotaResult.CreditsExhausted} with the index of the claim,
     *     or {@link HoldResult.Unavailable} if the counters cannot be read
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
     * started. Consumes nothing. Default: without those, which is right only for a store whose counters are never
     * replaced, or that keeps earlier units in the counter.
     */
    default long used(QuotaClaim claim) {
        return used(claim.counter(), claim.window());
    }

    /**
     * Adds units to the count of a window, so that a correction takes effect at once. The sum saturates, and may fall
     * below 0.
     *
     * @param units in the meter's smallest unit; negative to subtract
     * @param nowMillis the instant of the correction, in epoch milliseconds
     */
    void adjust(CounterId counter, QuotaWindow window, long units, long nowMillis);
}
