package io.github.licensing4j.core.limit.quota;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Limit.Kind;
import io.github.licensing4j.QuotaLimit.Scope;
import io.github.licensing4j.core.limit.counter.Counters;
import io.github.licensing4j.core.limit.credits.CreditBook;
import io.github.licensing4j.core.limit.credits.CreditCounter;
import io.github.licensing4j.core.limit.credits.CreditHold;
import io.github.licensing4j.core.limit.credits.CreditPool;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CounterStart;
import io.github.licensing4j.spi.CreditsClaim;
import io.github.licensing4j.spi.HoldResult;
import io.github.licensing4j.spi.QuotaClaim;
import io.github.licensing4j.spi.QuotaClaim.Carry;
import io.github.licensing4j.spi.QuotaResult;
import io.github.licensing4j.spi.QuotaWindow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The counters that one call is counted in: those of its license and, if a limit counts all licenses of a customer
 * together, those of the customer. All levels are charged or none; the customer's lock is taken first, always.
 *
 * @param license the counters of the license, its keys and its users
 * @param customer the counters of the customer, null if no claim counts there
 */
public record CounterLevels(Counters license, @Nullable Counters customer) {
    /** The result of evicted counters: nothing was taken, and the counters must be found again. */
    public static final QuotaResult EVICTED = new HoldResult.Unavailable("evicted");

    /** The result if counts from before this process must be read first: nothing was taken. */
    public static final QuotaResult NOT_LOADED = new HoldResult.Unavailable("not loaded");

    /** The result if too many keys or users have counters of their own: nothing was taken. */
    public static final QuotaResult NO_ROOM =
            new HoldResult.Unavailable("every place for counters of keys and users of the license is taken");

    /** The value of units that are not known; no count reaches it. */
    public static final long UNKNOWN = Long.MIN_VALUE;

    /** Returns the counters that contain a counter. */
    Counters of(CounterId id) {
        return id.scope() == Scope.CUSTOMER && customer != null ? customer : license;
    }

    public QuotaResult reserve(List<QuotaClaim> quotas, List<CreditsClaim> credits, long nowMillis) {
        QuotaResult result;
        if (customer == null) {
            synchronized (license) {
                result = license.isEvicted() ? EVICTED : reserveLocked(quotas, credits, nowMillis);
            }
        } else {
            synchronized (customer) {
                synchronized (license) {
                    boolean isEvicted = license.isEvicted() || customer.isEvicted();
                    result = isEvicted ? EVICTED : reserveLocked(quotas, credits, nowMillis);
                }
            }
        }
        if (result instanceof CountHold hold && hold.isLow) {
            SliceLoader loader = loader();
            loader.leases().ahead(() -> loader.ahead(quotas));
        }
        return result;
    }

    /** Leases what a call needs; false if there is no room for one of its counters. */
    boolean lease(List<QuotaClaim> quotas) {
        return loader().load(quotas);
    }

    /** Leases what a call needs of credits. */
    void leaseCredits(List<CreditsClaim> credits, long nowMillis) {
        credits.forEach(claim -> loader().load(claim, nowMillis));
    }

    /** Reads what other nodes have used of a counter of which this node has leased units. */
    public void refresh(LicenseId of, CounterId counter, QuotaWindow window) {
        new SliceLoader(of, this, license.memory().leases()).refresh(counter, window);
    }

    private SliceLoader loader() {
        return new SliceLoader(
                (LicenseId) license.owner(), this, license.memory().leases());
    }

    private QuotaResult reserveLocked(List<QuotaClaim> quotas, List<CreditsClaim> credits, long nowMillis) {
        CountHold hold = new CountHold(license, customer, quotas, credits);
        for (int i = 0; i < quotas.size(); i++) {
            QuotaResult refusal = hold(hold, i, nowMillis);
            if (refusal != null) {
                hold.release(i, 0);
                return refusal;
            }
        }
        for (int i = 0; i < credits.size(); i++) {
            QuotaResult refusal = hold(hold, i, credits.get(i), nowMillis);
            if (refusal != null) {
                hold.release(quotas.size(), i);
                return refusal;
            }
        }
        license.opened();
        if (customer != null) {
            customer.opened();
        }
        return hold;
    }

    private @Nullable QuotaResult hold(CountHold hold, int index, long nowMillis) {
        QuotaClaim claim = hold.quotas().get(index);
        Counters counters = of(claim.counter());
        PeriodCounter latest = quota(counters, claim.counter());
        if (latest == null || latest.isBefore(claim.window())) {
            if (mustBeLoaded(counters, claim)) {
                return NOT_LOADED;
            }
            latest = put(counters, next(latest, claim.counter(), claim.window(), 0), nowMillis);
            if (latest == null) {
                return NO_ROOM;
            }
        }
        PeriodCounter counter = latest.in(claim.window());
        if (counter.slice != null) {
            return LeasedHold.quota(hold, index, counter, nowMillis);
        }
        if (claim.start() != null && !counter.includes(start(claim, claim.window()))) {
            return NOT_LOADED;
        }
        long carried = claim.carry() == null ? 0 : carried(counters, counter, claim);
        if (carried == UNKNOWN) {
            return NOT_LOADED;
        }
        if (!claim.fits(counter.used(), carried)) {
            return new QuotaResult.Exhausted(index, counter.used(), carried);
        }
        counter.hold(claim, nowMillis);
        hold.hold(index, counter, carried);
        return null;
    }

    /** Returns whether a claim may have been counted in its window already, by this node or by others. */
    private boolean mustBeLoaded(Counters counters, QuotaClaim claim) {
        return isShared()
                || counters.isBeforeStart(claim.window().startMillis())
                || start(claim, claim.window()) != null;
    }

    /** Returns the units carried into the window of a claim, {@link #UNKNOWN} if the period before it must be loaded. */
    private static long carried(Counters counters, PeriodCounter counter, QuotaClaim claim) {
        Carry carry = claim.carry();
        if (carry == null) {
            return 0;
        }
        PeriodCounter before = counter.of(carry.from());
        CounterStart start = start(claim, carry.from());
        boolean isLoaded = before == null
                ? start == null && !counters.isBeforeStart(carry.from().startMillis())
                : before.includes(start);
        return isLoaded ? carry.units(before == null ? 0 : before.used()) : UNKNOWN;
    }

    /** Returns whether nodes share quotas, so that units must be leased before they are reserved. */
    boolean isShared() {
        return license.memory().leases().areShared();
    }

    /** Returns the start of the counter of a claim, null where it started before the window. */
    public static @Nullable CounterStart start(QuotaClaim claim, QuotaWindow window) {
        CounterStart start = claim.start();
        return start == null || start.atMillis() < window.startMillis() ? null : start;
    }

    private @Nullable QuotaResult hold(CountHold hold, int index, CreditsClaim claim, long nowMillis) {
        CreditBook book = CreditBook.of(license);
        CreditPool pool = book.pool(claim, nowMillis);
        if (pool != null && pool.isLeased() && hold.leases().isAway()) {
            return LeasedHold.creditsWhileAway(hold, index, claim, pool);
        }
        if (pool == null) {
            if (license.isBeforeStart(CreditsClaim.EVER.startMillis())) {
                return NOT_LOADED;
            }
            claim.grants().forEach(grant -> book.open(grant, 0, false));
            pool = book.pool(claim, nowMillis);
        }
        if (pool != null && pool.isOutdated()) {
            return NOT_LOADED;
        }
        if (pool == null || !claim.fits(pool.balance())) {
            return new QuotaResult.CreditsExhausted(
                    index, pool == null ? 0 : pool.used(), pool == null ? 0 : pool.balance());
        }
        if (pool.available() < Math.max(1, claim.units())) {
            return pool.isExhausted(nowMillis)
                    ? new QuotaResult.CreditsExhausted(index, pool.used(), Math.max(0, pool.available()))
                    : NOT_LOADED;
        }
        hold.hold(index, new CreditHold(pool, claim.units()));
        return null;
    }

    /** Returns the period after the latest one of a counter, with what was counted in it so far. */
    static PeriodCounter next(@Nullable PeriodCounter latest, CounterId id, QuotaWindow window, long units) {
        return latest == null ? new PeriodCounter(id, window, null, units) : latest.next(window, units);
    }

    /** Opens a period; null if there is no place for its counter. */
    static @Nullable PeriodCounter put(Counters counters, PeriodCounter period, long nowMillis) {
        return counters.put(period, nowMillis) ? period : null;
    }

    /** Adds to what is counted in a window; false if the counters have given up their place. */
    public boolean adjust(CounterId id, QuotaWindow window, long units, long nowMillis) {
        Counters counters = of(id);
        synchronized (counters) {
            if (counters.isEvicted()) {
                return false;
            }
            counters.corrected();
            if (id.kind() == Kind.CREDITS) {
                CreditCounter grant = CreditBook.of(counters).find(id);
                if (grant != null) {
                    grant.correct(units);
                }
            } else {
                adjustQuota(id, window, units, nowMillis);
            }
            return true;
        }
    }

    /** A counter that is not loaded yet and began before the process is loaded later, with this correction. */
    private void adjustQuota(CounterId id, QuotaWindow window, long units, long nowMillis) {
        Counters counters = of(id);
        PeriodCounter latest = quota(counters, id);
        PeriodCounter known = latest == null ? null : latest.of(window);
        if (known != null) {
            known.adjust(units);
        } else if (!counters.isBeforeStart(window.startMillis())) {
            if (latest == null || latest.isBefore(window)) {
                counters.put(next(latest, id, window, units), nowMillis);
            } else {
                latest.addPrevious(window, units);
            }
        }
    }

    /** Returns the latest period of a quota, null if nothing was ever counted of it. The lock is held. */
    static @Nullable PeriodCounter quota(Counters counters, CounterId id) {
        return (PeriodCounter) counters.find(id);
    }

    /** Returns the units counted in a window, {@link #UNKNOWN} where the ledger must be read for them. */
    public static long used(Counters counters, CounterId id, QuotaWindow window) {
        synchronized (counters) {
            if (id.kind() == Kind.CREDITS) {
                CreditCounter counter = CreditBook.of(counters).find(id);
                return counter == null ? UNKNOWN : counter.used();
            }
            PeriodCounter quota = quota(counters, id);
            return quota != null
                            && quota.isKnown()
                            && (quota.counts(window) || !counters.isBeforeStart(window.startMillis()))
                    ? quota.used(window)
                    : UNKNOWN;
        }
    }

    /** Returns the units counted in a window, {@link #UNKNOWN} where use before the counter started is not counted yet. */
    public static long used(Counters counters, CounterId id, QuotaWindow window, CounterStart start) {
        synchronized (counters) {
            PeriodCounter quota = quota(counters, id);
            PeriodCounter known = quota == null || quota.isBefore(window) ? null : quota.in(window);
            return known != null && known.includes(start) ? known.used() : UNKNOWN;
        }
    }
}
