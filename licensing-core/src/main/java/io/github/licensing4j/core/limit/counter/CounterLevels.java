package io.github.licensing4j.core.limit.counter;

import io.github.licensing4j.Limit.Kind;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CounterId.Scope;
import io.github.licensing4j.spi.CounterStart;
import io.github.licensing4j.spi.CreditsClaim;
import io.github.licensing4j.spi.QuotaClaim;
import io.github.licensing4j.spi.QuotaClaim.Carry;
import io.github.licensing4j.spi.QuotaResult;
import io.github.licensing4j.spi.QuotaWindow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where one call pays: the counters of its license and, if a limit counts all licenses of a customer together, those of the
 * customer. All levels are charged or none; the customer's lock is taken first, always.
 *
 * @param license keys and users count in the counters of the license
 */
record CounterLevels(Counters license, @Nullable Counters customer) {
    /** The answer of counters that have given up their place; nothing was taken, and they must be found again. */
    static final QuotaResult RETIRED = new QuotaResult.Unavailable("retired");

    /** Nothing was taken: it must first be asked what was counted before this process began. */
    static final QuotaResult UNSEEDED = new QuotaResult.Unavailable("unseeded");

    /** Nothing was taken: too many keys or users count by themselves. */
    static final QuotaResult CROWDED =
            new QuotaResult.Unavailable("every place for counters of keys and users of the license is taken");

    static boolean isOfOne(CounterId id) {
        return id.scope() == Scope.KEY || id.scope() == Scope.USER;
    }

    /** The counters that a counter is among. */
    Counters of(CounterId id) {
        return id.scope() == Scope.CUSTOMER && customer != null ? customer : license;
    }

    QuotaResult reserve(List<QuotaClaim> quotas, List<CreditsClaim> credits, long nowMillis) {
        if (customer == null) {
            synchronized (license) {
                return license.isRetired() ? RETIRED : reserveLocked(quotas, credits, nowMillis);
            }
        }
        synchronized (customer) {
            synchronized (license) {
                return license.isRetired() || customer.isRetired()
                        ? RETIRED
                        : reserveLocked(quotas, credits, nowMillis);
            }
        }
    }

    private QuotaResult reserveLocked(List<QuotaClaim> quotas, List<CreditsClaim> credits, long nowMillis) {
        CountHold hold = new CountHold(license, customer, quotas, credits);
        for (int i = 0; i < quotas.size(); i++) {
            QuotaResult obstacle = hold(hold, i, nowMillis);
            if (obstacle != null) {
                hold.release(i, 0);
                return obstacle;
            }
        }
        for (int i = 0; i < credits.size(); i++) {
            QuotaResult obstacle = hold(hold, i, credits.get(i), nowMillis);
            if (obstacle != null) {
                hold.release(quotas.size(), i);
                return obstacle;
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
        PeriodCounter latest = counters.quota(claim.counter());
        if (latest == null || latest.isBefore(claim.window())) {
            if (counters.isBeforeStart(claim.window().startMillis()) || start(claim, claim.window()) != null) {
                return UNSEEDED;
            }
            latest = open(counters, latest, claim.counter(), claim.window(), 0, nowMillis);
            if (latest == null) {
                return CROWDED;
            }
        }
        PeriodCounter counter = latest.in(claim.window());
        if (claim.start() != null && !counter.includes(start(claim, claim.window()))) {
            return UNSEEDED;
        }
        long carried = 0;
        Carry carry = claim.carry();
        if (carry != null) {
            PeriodCounter before = counter.of(carry.from());
            CounterStart start = start(claim, carry.from());
            if (before == null
                    ? start != null || counters.isBeforeStart(carry.from().startMillis())
                    : !before.includes(start)) {
                return UNSEEDED;
            }
            carried = carry.units(before == null ? 0 : before.used());
        }
        if (!claim.fits(counter.used(), carried)) {
            return new QuotaResult.Exhausted(index, counter.used(), carried);
        }
        counter.hold(claim);
        hold.hold(index, counter, carried);
        return null;
    }

    /** When the counter of a claim started, null where that was not after a window began. */
    static @Nullable CounterStart start(QuotaClaim claim, QuotaWindow window) {
        CounterStart start = claim.start();
        return start == null || start.atMillis() < window.startMillis() ? null : start;
    }

    private @Nullable QuotaResult hold(CountHold hold, int index, CreditsClaim claim, long nowMillis) {
        CreditBook licenseCache = license.credits();
        CreditPool pool = licenseCache.pool(claim, nowMillis);
        if (pool == null) {
            if (license.isBeforeStart(CreditsClaim.EVER.startMillis())) {
                return UNSEEDED;
            }
            claim.grants().forEach(grant -> licenseCache.open(grant, 0));
            pool = licenseCache.pool(claim, nowMillis);
        }
        if (pool == null || !claim.fits(pool.balance())) {
            return new QuotaResult.CreditsExhausted(
                    index, pool == null ? 0 : pool.used(), pool == null ? 0 : pool.balance());
        }
        hold.hold(index, new CreditHold(pool, claim.units()));
        return null;
    }

    /** Opens a period with what was counted in it so far; null if there is no place for the counter. */
    static @Nullable PeriodCounter open(
            Counters counters,
            @Nullable PeriodCounter latest,
            CounterId id,
            QuotaWindow window,
            long units,
            long nowMillis) {
        PeriodCounter opened = latest == null ? new PeriodCounter(id, window, null, units) : latest.next(window, units);
        return counters.put(opened, nowMillis) ? opened : null;
    }

    /** Adds to what is counted in a window; false if the counters have given up their place. */
    boolean adjust(CounterId id, QuotaWindow window, long units, long nowMillis) {
        Counters counters = of(id);
        synchronized (counters) {
            if (counters.isRetired()) {
                return false;
            }
            counters.corrected();
            if (id.kind() == Kind.CREDITS) {
                CreditCounter grant = counters.credits().find(id);
                if (grant != null) {
                    grant.add(units);
                }
            } else {
                adjust(counters, id, window, units, nowMillis);
            }
            return true;
        }
    }

    /** A counter that is not loaded yet and began before the process is loaded later, with this correction. */
    private static void adjust(Counters counters, CounterId id, QuotaWindow window, long units, long nowMillis) {
        PeriodCounter latest = counters.quota(id);
        PeriodCounter known = latest == null ? null : latest.of(window);
        if (known != null) {
            known.adjust(units);
        } else if (!counters.isBeforeStart(window.startMillis())) {
            if (latest == null || latest.isBefore(window)) {
                open(counters, latest, id, window, units, nowMillis);
            } else {
                latest.remember(window, units);
            }
        }
    }
}
