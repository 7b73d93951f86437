package io.github.licensing4j.core.limit.share;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.ConcurrencyAccount;
import io.github.licensing4j.spi.ConcurrencyClaim;
import io.github.licensing4j.spi.ConcurrencyResult;
import io.github.licensing4j.spi.ConcurrencyStore;
import io.github.licensing4j.spi.CounterId;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * Enforces the share of one node of each concurrency limit: one N-th of its maximum with N nodes, rounded down and at least 1. Calls in
 * flight are those of this node.
 */
public final class ConcurrencyShares implements ConcurrencyStore {
    private final ConcurrencyStore local;
    private final ShareClaims<ConcurrencyClaim> claims;

    /**
     * Creates shares of the limits that a store counts.
     *
     * @param local counts the calls of this node
     * @param nodes returns the number of live nodes, this one included; called at each call, so it must be a mere read
     */
    public ConcurrencyShares(ConcurrencyStore local, IntSupplier nodes) {
        this.local = local;
        this.claims = new ShareClaims<>(nodes, NodeShare::of);
    }

    @Override
    public ConcurrencyAccount account(LicenseId license) {
        return new Account(claims, local.account(license));
    }

    private static final class Account extends ShareAccount<ConcurrencyClaim> implements ConcurrencyAccount {
        private final ConcurrencyAccount local;

        Account(ShareClaims<ConcurrencyClaim> claims, ConcurrencyAccount local) {
            super(claims);
            this.local = local;
        }

        @Override
        public ConcurrencyResult enter(List<ConcurrencyClaim> claims, long nowMillis) {
            return local.enter(shares(claims), nowMillis);
        }

        @Override
        public int inFlight(CounterId counter) {
            return local.inFlight(counter);
        }

        @Override
        public int remaining(ConcurrencyClaim claim) {
            return local.remaining(share(claim));
        }
    }
}
