package io.github.licensing4j.core.limit.counter;

import io.github.licensing4j.spi.ConcurrencyClaim;
import io.github.licensing4j.spi.RateClaim;
import io.github.licensing4j.spi.RateHold;
import io.github.licensing4j.spi.RateLimitState;
import java.util.List;

/** The permits one call took and the places it holds in flight, with what its counters stood at right after. */
final class BucketHold implements RateHold {
    private final Counters counters;
    private final List<ConcurrencyClaim> concurrency;
    private final List<RateClaim> rates;
    /** One number for each concurrency claim, then two for each rate claim: one small array a call. */
    private final long[] seen;

    BucketHold(Counters counters, List<ConcurrencyClaim> concurrency, List<RateClaim> rates) {
        this.counters = counters;
        this.concurrency = concurrency;
        this.rates = rates;
        this.seen = new long[concurrency.size() + 2 * rates.size()];
    }

    List<ConcurrencyClaim> concurrency() {
        return concurrency;
    }

    List<RateClaim> rates() {
        return rates;
    }

    void seeFlight(int claim, int inFlight) {
        seen[claim] = inFlight;
    }

    void seeRate(int claim, long remaining, long fullAtMillis) {
        int at = concurrency.size() + 2 * claim;
        seen[at] = remaining;
        seen[at + 1] = fullAtMillis;
    }

    @Override
    public int inFlight(int claim) {
        return (int) seen[claim];
    }

    @Override
    public RateLimitState state(int claim) {
        int at = concurrency.size() + 2 * claim;
        return new RateLimitState(seen[at], seen[at + 1]);
    }

    @Override
    public void release() {
        counters.release(this);
    }

    @Override
    public void leave() {
        counters.leave(this);
    }
}
