package io.github.licensing4j.core.store.redis;

import io.github.licensing4j.spi.RateClaim;
import io.github.licensing4j.spi.RateHold;
import io.github.licensing4j.spi.RateLimitState;
import java.util.List;

/** The permits that one call took of the slices of its license, with the state right after. */
final class SliceHold implements RateHold {
    private final LicensePermits permits;
    private final List<RateClaim> claims;
    /** Two numbers for each claim: one small array a call. */
    private final long[] seen;

    SliceHold(LicensePermits permits, List<RateClaim> claims) {
        this.permits = permits;
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
        permits.putBack(claims);
    }
}
