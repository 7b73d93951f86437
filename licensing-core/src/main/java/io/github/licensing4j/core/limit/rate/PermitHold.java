package io.github.licensing4j.core.limit.rate;

import io.github.licensing4j.core.limit.counter.Counters;
import io.github.licensing4j.spi.RateClaim;
import io.github.licensing4j.spi.RateHold;
import io.github.licensing4j.spi.RateLimitState;
import java.util.List;

/** The permits that one call took, with the state of the buckets right after. */
final class PermitHold implements RateHold {
    private final Counters counters;
    private final List<RateClaim> claims;
    /** Two numbers for each claim: one small array a call. */
    private final long[] seen;

    PermitHold(Counters counters, List<RateClaim> claims) {
        this.counters = counters;
        this.claims = claims;
        this.seen = new long[2 * claims.size()];
    }

    void see(int claim, long remaining, long fullAtMillis) {
        seen[2 * claim] = remaining;
        seen[2 * claim + 1] = fullAtMillis;
    }

    @Override
    public RateLimitState state(int claim) {
        return new RateLimitState(seen[2 * claim], seen[2 * claim + 1]);
    }

    @Override
    public void release() {
        RateBuckets.putBack(counters, claims);
    }
}
