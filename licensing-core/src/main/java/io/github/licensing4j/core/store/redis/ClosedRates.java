package io.github.licensing4j.core.store.redis;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.HoldResult;
import io.github.licensing4j.spi.RateClaim;
import io.github.licensing4j.spi.RateLimitAccount;
import io.github.licensing4j.spi.RateLimitState;
import io.github.licensing4j.spi.RateLimitStore;
import io.github.licensing4j.spi.RateResult;
import java.util.List;

/** Refuses every call. */
final class ClosedRates implements RateLimitStore, RateLimitAccount {
    private static final long RETRY_MILLIS = 1_000;

    @Override
    public RateLimitAccount account(LicenseId license) {
        return this;
    }

    @Override
    public RateResult take(List<RateClaim> claims, long nowMillis) {
        return new HoldResult.Unavailable("Redis does not answer, so rates cannot be checked");
    }

    @Override
    public RateLimitState state(RateClaim claim, long nowMillis) {
        return new RateLimitState(0, nowMillis + RETRY_MILLIS);
    }

    @Override
    public boolean wouldFit(RateClaim claim, long nowMillis) {
        return false;
    }
}
