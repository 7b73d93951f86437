package io.github.licensing4j.core.store.redis;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.RateClaim;
import io.github.licensing4j.spi.RateHold;
import io.github.licensing4j.spi.RateLimitAccount;
import io.github.licensing4j.spi.RateLimitState;
import io.github.licensing4j.spi.RateLimitStore;
import io.github.licensing4j.spi.RateResult;
import java.util.List;

/** Grants every call. */
final class OpenRates implements RateLimitStore, RateLimitAccount {

    @Override
    public RateLimitAccount account(LicenseId license) {
        return this;
    }

    @Override
    public RateResult take(List<RateClaim> claims, long nowMillis) {
        return new Granted(claims, nowMillis);
    }

    @Override
    public RateLimitState state(RateClaim claim, long nowMillis) {
        return new RateLimitState(PermitSlice.smallestBurst(claim.limit()), nowMillis);
    }

    @Override
    public boolean wouldFit(RateClaim claim, long nowMillis) {
        return true;
    }

    /** A granted call, which took no permits. */
    private record Granted(List<RateClaim> claims, long nowMillis) implements RateHold {
        @Override
        public RateLimitState state(int claim) {
            return new RateLimitState(
                    PermitSlice.smallestBurst(claims.get(claim).limit()), nowMillis);
        }

        @Override
        public void release() {}
    }
}
