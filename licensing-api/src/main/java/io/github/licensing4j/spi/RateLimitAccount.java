package io.github.licensing4j.spi;

import java.util.List;

/** The buckets of one license. Safe for use by many threads. */
public interface RateLimitAccount {

    /**
     * Takes the permits of every claim, or of none. The list is kept for as long as the hold, so it must not change.
     *
     * @param claims at most one a counter
     */
    RateResult take(List<RateClaim> claims, long nowMillis);

    /** Returns the state of the buckets of a claim. Takes nothing. */
    RateLimitState state(RateClaim claim, long nowMillis);

    /**
     * Returns whether a claim would fit if its bands replaced the bucket's own, band by band, with as many permits
     * taken of each as now. Changes nothing.
     */
    boolean wouldFit(RateClaim claim, long nowMillis);

    /**
     * Returns the first epoch millisecond at which a claim fits if nothing more is taken, {@link Long#MAX_VALUE} if it never does. Takes
     * nothing. Default: when the buckets are full.
     */
    default long fitsAt(RateClaim claim, long nowMillis) {
        return wouldFit(claim, nowMillis) ? nowMillis : state(claim, nowMillis).fullAtMillis();
    }
}
