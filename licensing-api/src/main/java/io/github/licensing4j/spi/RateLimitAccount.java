package io.github.licensing4j.spi;

import java.util.List;

/** The buckets and calls in flight of one license. Safe for use by many threads. */
public interface RateLimitAccount {

    /**
     * Enters every concurrency claim and takes the permits of every rate claim, or does none of it. The lists are kept
     * until the call leaves, so they must not change.
     */
    RateResult take(List<ConcurrencyClaim> concurrency, List<RateClaim> rates, long nowMillis);

    /** Calls in flight under a counter. Takes nothing. */
    int inFlight(CounterId counter);

    /** How a bucket stands. Takes nothing. */
    RateLimitState state(RateClaim claim, long nowMillis);

    /**
     * Whether a claim would fit if its bands took the place of the bucket's own, band by band, with as many permits out
     * of each as are out now. Takes nothing and changes nothing.
     */
    boolean wouldFit(RateClaim claim, long nowMillis);

    /**
     * The first epoch millisecond at which a claim fits if nothing more is taken, {@link Long#MAX_VALUE} if it never does. Takes
     * nothing. Default: when the buckets are full.
     */
    default long fitsAt(RateClaim claim, long nowMillis) {
        return wouldFit(claim, nowMillis) ? nowMillis : state(claim, nowMillis).fullAtMillis();
    }
}
