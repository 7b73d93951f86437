package io.github.licensing4j.spi;

import java.util.List;

/** The buckets and concurrency counters of one license. Safe for use by many threads. */
public interface RateLimitAccount {

    /**
     * Enters every concurrency claim and takes the permits of every rate claim, or none. The lists are kept until the
     * call leaves, so they must not change.
     */
    RateResult take(List<ConcurrencyClaim> concurrency, List<RateClaim> rates, long nowMillis);

    /** Returns the calls in flight under a counter. Takes nothing. */
    int inFlight(CounterId counter);

    /** Returns the state of a bucket. Takes nothing. */
    RateLimitState state(RateClaim claim, long nowMillis);

    /**
     * Returns whether a claim would fit if its bands replaced the bucket's own, band by band, with as many permits
     * taken of each as now. Changes nothing.
     */
    boolean wouldFit(RateClaim claim, long nowMillis);

    /**
     * Returns the first epoch millisecond at which a claim fits if nothing more is taken, {@link Long#MAX_VALUE} if it
     * never does. Takes nothing. Default: when the buckets are full.
     */
    default long fitsAt(RateClaim claim, long nowMillis) {
        return wouldFit(claim, nowMillis) ? nowMillis : state(claim, nowMillis).fullAtMillis();
    }
}
