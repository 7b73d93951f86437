package io.github.licensing4j.core.limit.share;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.RateClaim;
import io.github.licensing4j.spi.RateLimitAccount;
import io.github.licensing4j.spi.RateLimitState;
import io.github.licensing4j.spi.RateLimitStore;
import io.github.licensing4j.spi.RateResult;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * Enforces the share of one node of each rate limit. With N nodes a share has one N-th of the refill, exactly, and of the burst, rounded
 * down and at least 1. A changed number of nodes scales the buckets and refills none.
 */
public final class RateShares implements RateLimitStore {
    private final RateLimitStore local;
    private final ShareClaims<RateClaim> claims;

    /**
     * Creates shares of the limits that a store counts.
     *
     * @param local counts the calls of this node
     * @param nodes returns the number of live nodes, this one included; called at each call, so it must be a mere read
     */
    public RateShares(RateLimitStore local, IntSupplier nodes) {
        this.local = local;
        this.claims = new ShareClaims<>(nodes, NodeShare::of);
    }

    @Override
    public RateLimitAccount account(LicenseId license) {
        return new Account(claims, local.account(license));
    }

    private static final class Account extends ShareAccount<RateClaim> implements RateLimitAccount {
        private final RateLimitAccount local;

        Account(ShareClaims<RateClaim> claims, RateLimitAccount local) {
            super(claims);
            this.local = local;
        }

        @Override
        public RateResult take(List<RateClaim> claims, long nowMillis) {
            return local.take(shares(claims), nowMillis);
        }

        @Override
        public RateLimitState state(RateClaim claim, long nowMillis) {
            return local.state(share(claim), nowMillis);
        }

        @Override
        public boolean wouldFit(RateClaim claim, long nowMillis) {
            return local.wouldFit(share(claim), nowMillis);
        }

        @Override
        public long fitsAt(RateClaim claim, long nowMillis) {
            return local.fitsAt(share(claim), nowMillis);
        }
    }
}
