package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CreditsClaim;
import io.github.licensing4j.spi.QuotaClaim;
import io.github.licensing4j.spi.QuotaWindow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks for what was counted before the process began, and opens the counters with it. No lock is held while it asks; of
 * several threads that ask at once, the first to answer is believed.
 */
record Seeding(LicenseId license, Tills tills, long nowMillis) {

    /** Where what was counted before belongs. Called with the lock of its counters held. */
    private interface Slot {
        boolean isFilled();

        /** False if there is no place for it. */
        boolean fill(long units);
    }

    /** Opens every counter of a call that needs it; false if there is no place for one of them. */
    boolean seed(List<QuotaClaim> quotas, List<CreditsClaim> credits) {
        for (QuotaClaim claim : quotas) {
            QuotaClaim.Carry carry = claim.carry();
            if (carry != null
                    && isBeforeStart(claim.counter(), carry.from())
                    && !fill(claim.counter(), carry.from(), new Before(claim.counter(), carry.from()))) {
                return false;
            }
            if (isBeforeStart(claim.counter(), claim.window())
                    && !fill(claim.counter(), claim.window(), new Current(claim.counter(), claim.window()))) {
                return false;
            }
        }
        if (tills.license().isBeforeStart(CreditsClaim.EVER.startMillis())) {
            credits.forEach(claim ->
                    claim.grants().forEach(grant -> fill(grant.counter(), CreditsClaim.EVER, new Granted(grant))));
        }
        return true;
    }

    private boolean isBeforeStart(CounterId id, QuotaWindow window) {
        return tills.of(id).isBeforeStart(window.startMillis());
    }

    private boolean fill(CounterId id, QuotaWindow window, Slot slot) {
        Counters counters = tills.of(id);
        while (true) {
            int corrections;
            synchronized (counters) {
                if (counters.isRetired() || slot.isFilled()) {
                    return true;
                }
                corrections = counters.corrections();
            }
            long units = counters.store().seed().counted(license, id, window);
            synchronized (counters) {
                if (counters.isRetired() || slot.isFilled()) {
                    return true;
                }
                // A correction that came meanwhile may or may not be in what was read.
                if (counters.corrections() == corrections) {
                    return slot.fill(units);
                }
            }
        }
    }

    /** A period that a call counts in. */
    private final class Current implements Slot {
        private final CounterId id;
        private final QuotaWindow window;

        Current(CounterId id, QuotaWindow window) {
            this.id = id;
            this.window = window;
        }

        @Override
        public boolean isFilled() {
            PeriodCounter latest = tills.of(id).quota(id);
            return latest != null && !latest.isBefore(window);
        }

        @Override
        public boolean fill(long units) {
            Counters counters = tills.of(id);
            return Tills.open(counters, counters.quota(id), id, window, units, nowMillis) != null;
        }
    }

    /** The period before, of which something may be carried. */
    private final class Before implements Slot {
        private final CounterId id;
        private final QuotaWindow window;

        Before(CounterId id, QuotaWindow window) {
            this.id = id;
            this.window = window;
        }

        @Override
        public boolean isFilled() {
            PeriodCounter latest = tills.of(id).quota(id);
            return latest != null && latest.of(window) != null;
        }

        @Override
        public boolean fill(long units) {
            Counters counters = tills.of(id);
            @Nullable PeriodCounter latest = counters.quota(id);
            if (latest != null && !latest.isBefore(window)) {
                latest.remember(window, units);
                return true;
            }
            return Tills.open(counters, latest, id, window, units, nowMillis) != null;
        }
    }

    /** A credit grant. */
    private final class Granted implements Slot {
        private final CreditsClaim.Grant grant;

        Granted(CreditsClaim.Grant grant) {
            this.grant = grant;
        }

        @Override
        public boolean isFilled() {
            return tills.license().credits().find(grant.counter()) != null;
        }

        @Override
        public boolean fill(long units) {
            tills.license().credits().open(grant, units);
            return true;
        }
    }
}
