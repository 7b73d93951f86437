package io.github.licensing4j.core.limit.quota;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.OutageStatus;
import io.github.licensing4j.core.limit.counter.Counters;
import io.github.licensing4j.core.limit.counter.InitialCounts;
import io.github.licensing4j.core.limit.credits.CreditBook;
import io.github.licensing4j.core.limit.lease.NodeLeases;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CounterStart;
import io.github.licensing4j.spi.CreditsClaim;
import io.github.licensing4j.spi.QuotaClaim;
import io.github.licensing4j.spi.QuotaWindow;
import io.github.licensing4j.spi.StoreException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the units that were counted before the process began, and opens the counters with them. No lock is held while it
 * reads; if several threads read at once, the first result is used and the others are discarded.
 */
public record CounterLoader(LicenseId license, CounterLevels counterLevels, long nowMillis) {

    /** The place of units that were counted before. Called with the lock of its counters held. */
    private interface Slot {
        Counters counters();

        /** Reads the units that were counted. Called without the lock. */
        long read(InitialCounts initialCounts);

        boolean isFilled();

        /** Opens the counter with the units; false if there is no room for it. */
        boolean fill(long units);
    }

    /** Opens every counter of a call that is not open; false if there is no room for one of them. */
    public boolean load(List<QuotaClaim> quotas, List<CreditsClaim> credits) {
        boolean isRoom = counterLevels.isShared() ? counterLevels.lease(quotas) : read(quotas);
        if (isRoom && counterLevels.license().isBeforeStart(CreditsClaim.EVER.startMillis())) {
            credits.forEach(claim -> claim.grants().forEach(grant -> fill(new Granted(grant))));
        }
        if (isRoom && counterLevels.isShared()) {
            counterLevels.leaseCredits(credits, nowMillis);
        }
        return isRoom;
    }

    private boolean read(List<QuotaClaim> quotas) {
        for (QuotaClaim claim : quotas) {
            QuotaClaim.Carry carry = claim.carry();
            if (carry != null && isToBeRead(claim, carry.from()) && !fill(new Before(claim, carry.from()))) {
                return false;
            }
            if (isToBeRead(claim, claim.window()) && !fill(new Current(claim, claim.window()))) {
                return false;
            }
        }
        return true;
    }

    private boolean isToBeRead(QuotaClaim claim, QuotaWindow window) {
        return counterLevels.of(claim.counter()).isBeforeStart(window.startMillis())
                || CounterLevels.start(claim, window) != null;
    }

    private boolean fill(Slot slot) {
        Counters counters = slot.counters();
        while (true) {
            int corrections;
            synchronized (counters) {
                if (counters.isEvicted() || slot.isFilled()) {
                    return true;
                }
                corrections = counters.corrections();
            }
            long units = slot.read(counters.memory().initialCounts());
            synchronized (counters) {
                if (counters.isEvicted() || slot.isFilled()) {
                    return true;
                }
                // A correction that came meanwhile may or may not be in what was read.
                if (counters.corrections() == corrections) {
                    return slot.fill(units);
                }
            }
        }
    }

    /** The place of the units of one period of a quota. */
    private abstract class OfPeriod implements Slot {
        final CounterId id;
        final QuotaWindow window;
        final @Nullable CounterStart start;

        OfPeriod(QuotaClaim claim, QuotaWindow window) {
            this.id = claim.counter();
            this.window = window;
            this.start = CounterLevels.start(claim, window);
        }

        @Override
        public Counters counters() {
            return counterLevels.of(id);
        }

        @Override
        public long read(InitialCounts initialCounts) {
            return start == null
                    ? initialCounts.counted(license, id, window)
                    : initialCounts.counted(license, id, window, start);
        }

        @Override
        public boolean isFilled() {
            PeriodCounter known = known();
            return known != null && known.includes(start);
        }

        @Override
        public boolean fill(long units) {
            if (known() == null && !open(units)) {
                return false;
            }
            PeriodCounter known = known();
            if (known != null) {
                known.include(units, start);
            }
            return true;
        }

        abstract @Nullable PeriodCounter known();

        abstract boolean open(long units);
    }

    /** A period that a call counts in. */
    private final class Current extends OfPeriod {
        Current(QuotaClaim claim, QuotaWindow window) {
            super(claim, window);
        }

        @Override
        @Nullable
        PeriodCounter known() {
            PeriodCounter latest = CounterLevels.quota(counters(), id);
            return latest == null || latest.isBefore(window) ? null : latest.in(window);
        }

        @Override
        boolean open(long units) {
            PeriodCounter latest = CounterLevels.quota(counters(), id);
            return counters().put(CounterLevels.next(latest, id, window, units), nowMillis);
        }
    }

    /** The period before, of which something may be carried. */
    private final class Before extends OfPeriod {
        Before(QuotaClaim claim, QuotaWindow window) {
            super(claim, window);
        }

        @Override
        @Nullable
        PeriodCounter known() {
            PeriodCounter latest = CounterLevels.quota(counters(), id);
            return latest == null ? null : latest.of(window);
        }

        @Override
        boolean open(long units) {
            @Nullable PeriodCounter latest = CounterLevels.quota(counters(), id);
            if (latest != null && !latest.isBefore(window)) {
                latest.addPrevious(window, units);
                return true;
            }
            return counters().put(CounterLevels.next(latest, id, window, units), nowMillis);
        }
    }

    /** A credit grant. */
    private final class Granted implements Slot {
        private final CreditsClaim.Grant grant;

        Granted(CreditsClaim.Grant grant) {
            this.grant = grant;
        }

        @Override
        public Counters counters() {
            return counterLevels.license();
        }

        @Override
        public long read(InitialCounts initialCounts) {
            if (!counterLevels.isShared()) {
                return initialCounts.counted(license, grant.counter(), CreditsClaim.EVER);
            }
            NodeLeases leases = counterLevels.license().memory().leases();
            try {
                return leases.read(() -> initialCounts.counted(license, grant.counter(), CreditsClaim.EVER));
            } catch (StoreException e) {
                if (leases.grantsBeyond(OutageStatus.Kind.CREDITS)) {
                    // The first lease after the outage reads it.
                    return 0;
                }
                throw e;
            }
        }

        @Override
        public boolean isFilled() {
            return CreditBook.of(counterLevels.license()).find(grant.counter()) != null;
        }

        @Override
        public boolean fill(long units) {
            CreditBook.of(counterLevels.license()).open(grant, units, counterLevels.isShared());
            return true;
        }
    }
}
