package io.github.licensing4j.core.store.redis;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.ConcurrencyAccount;
import io.github.licensing4j.spi.ConcurrencyClaim;
import io.github.licensing4j.spi.ConcurrencyResult;
import io.github.licensing4j.spi.ConcurrencyStore;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.HoldResult;
import java.util.List;

/** Refuses every call. */
final class ClosedConcurrency implements ConcurrencyStore, ConcurrencyAccount {

    @Override
    public ConcurrencyAccount account(LicenseId license) {
        return this;
    }

    @Override
    public ConcurrencyResult enter(List<ConcurrencyClaim> claims, long nowMillis) {
        return new HoldResult.Unavailable("Redis does not answer, so calls in flight cannot be counted");
    }

    @Override
    public int inFlight(CounterId counter) {
        return 0;
    }
}
