package io.github.licensing4j.core.store.redis;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.ConcurrencyAccount;
import io.github.licensing4j.spi.ConcurrencyClaim;
import io.github.licensing4j.spi.ConcurrencyHold;
import io.github.licensing4j.spi.ConcurrencyResult;
import io.github.licensing4j.spi.ConcurrencyStore;
import io.github.licensing4j.spi.CounterId;
import java.util.List;

/** Enters every call. */
final class OpenConcurrency implements ConcurrencyStore, ConcurrencyAccount {

    @Override
    public ConcurrencyAccount account(LicenseId license) {
        return this;
    }

    @Override
    public ConcurrencyResult enter(List<ConcurrencyClaim> claims, long nowMillis) {
        return new Granted();
    }

    @Override
    public int inFlight(CounterId counter) {
        return 0;
    }

    /** A granted call, which is counted under no limit. */
    private record Granted() implements ConcurrencyHold {
        @Override
        public int inFlight(int claim) {
            return 1;
        }

        @Override
        public void release() {}
    }
}
