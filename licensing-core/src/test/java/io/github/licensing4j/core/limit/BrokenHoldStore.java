package io.github.licensing4j.core.limit;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CreditsClaim;
import io.github.licensing4j.spi.QuotaAccount;
import io.github.licensing4j.spi.QuotaClaim;
import io.github.licensing4j.spi.QuotaHold;
import io.github.licensing4j.spi.QuotaResult;
import io.github.licensing4j.spi.QuotaStore;
import io.github.licensing4j.spi.QuotaWindow;
import java.util.List;

/** Holds units in another store, and fails to show or to consume what it holds. */
record BrokenHoldStore(QuotaStore store, Failing failing) implements QuotaStore {
    enum Failing {
        USED,
        CONSUME
    }

    @Override
    public QuotaAccount account(LicenseId license) {
        QuotaAccount account = store.account(license);
        return new QuotaAccount() {
            @Override
            public QuotaResult reserve(List<QuotaClaim> quotas, List<CreditsClaim> credits, long nowMillis) {
                return new Hold((QuotaHold) account.reserve(quotas, credits, nowMillis), failing);
            }

            @Override
            public long used(CounterId counter, QuotaWindow window) {
                return account.used(counter, window);
            }

            @Override
            public void adjust(CounterId counter, QuotaWindow window, long units, long nowMillis) {
                account.adjust(counter, window, units, nowMillis);
            }
        };
    }

    private record Hold(QuotaHold hold, Failing failing) implements QuotaHold {

        @Override
        public long used(int claim) {
            if (failing == Failing.USED) {
                throw new IllegalStateException("broken");
            }
            return hold.used(claim);
        }

        @Override
        public long consumed(int claim) {
            return hold.consumed(claim);
        }

        @Override
        public long balance(int claim) {
            return hold.balance(claim);
        }

        @Override
        public long[] consume(int claim, long units) {
            throw new IllegalStateException("broken");
        }

        @Override
        public void settle(long... units) {
            hold.settle(units);
        }

        @Override
        public void release() {
            hold.release();
        }
    }
}
