package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.ConcurrencyClaim;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.QuotaAnswer;
import io.github.licensing4j.spi.QuotaClaim;
import io.github.licensing4j.spi.QuotaWindow;
import io.github.licensing4j.spi.RateAnswer;
import io.github.licensing4j.spi.RateClaim;
import io.github.licensing4j.spi.RateStanding;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every counter of one license, behind one lock. Nothing under the lock waits or calls out. */
final class Counters {
    /** The answers of counters that have given up their place; nothing was taken, and the license must be found again. */
    static final QuotaAnswer RETIRED_QUOTAS = new QuotaAnswer.Unavailable("retired");

    static final RateAnswer RETIRED_RATES = new RateAnswer.Unavailable("retired");

    private static final Counter[] NONE = {};

    private final LicenseId license;
    private final BucketConfigurations configurations;
    private Counter[] counters = NONE;
    /** Holds that are not settled yet; below zero once retired. */
    private int open;

    Counters(LicenseId license, BucketConfigurations configurations) {
        this.license = license;
        this.configurations = configurations;
    }

    LicenseId license() {
        return license;
    }

    synchronized QuotaAnswer reserve(List<QuotaClaim> claims) {
        if (isRetired()) {
            return RETIRED_QUOTAS;
        }
        PeriodCounter[] counts = new PeriodCounter[claims.size()];
        long[] used = new long[counts.length];
        for (int i = 0; i < counts.length; i++) {
            QuotaClaim claim = claims.get(i);
            counts[i] = quota(claim);
            if (!claim.fits(counts[i].used())) {
                long stood = counts[i].used();
                giveBack(claims, counts, i);
                return new QuotaAnswer.Exhausted(i, stood);
            }
            counts[i].hold(claim.units());
            used[i] = counts[i].used();
        }
        open++;
        return new CountHold(this, claims, counts, used);
    }

    private static void giveBack(List<QuotaClaim> claims, PeriodCounter[] counts, int held) {
        for (int i = 0; i < held; i++) {
            counts[i].settle(claims.get(i).units(), 0);
        }
    }

    synchronized void settle(List<QuotaClaim> claims, PeriodCounter[] counts, long[] units) {
        for (int i = 0; i < counts.length; i++) {
            counts[i].settle(claims.get(i).units(), units[i]);
        }
        open--;
    }

    synchronized RateAnswer take(List<ConcurrencyClaim> concurrency, List<RateClaim> rates, long nowMillis) {
        if (isRetired()) {
            return RETIRED_RATES;
        }
        for (int i = 0; i < concurrency.size(); i++) {
            int inFlight = flight(concurrency.get(i).counter()).inFlight;
            if (!concurrency.get(i).fits(inFlight)) {
                return new RateAnswer.Crowded(i, inFlight);
            }
        }
        for (int i = 0; i < rates.size(); i++) {
            long permits = rates.get(i).permits();
            RateCounter rate = rate(rates.get(i), nowMillis);
            if (!rate.fits(permits)) {
                return new RateAnswer.TooFast(i, rate.standing(nowMillis), rate.fitsAt(permits, nowMillis));
            }
        }
        BucketHold hold = new BucketHold(this, concurrency, rates);
        enter(hold, nowMillis);
        open++;
        return hold;
    }

    private void enter(BucketHold hold, long nowMillis) {
        for (int i = 0; i < hold.concurrency().size(); i++) {
            hold.seeFlight(i, ++flight(hold.concurrency().get(i).counter()).inFlight);
        }
        for (int i = 0; i < hold.rates().size(); i++) {
            RateClaim claim = hold.rates().get(i);
            RateCounter rate = (RateCounter) known(claim.counter());
            rate.consume(claim.permits());
            hold.seeRate(i, rate.remaining(), rate.fullAt(nowMillis));
        }
    }

    synchronized void giveBack(BucketHold hold) {
        for (int i = 0; i < hold.rates().size(); i++) {
            RateClaim claim = hold.rates().get(i);
            ((RateCounter) known(claim.counter())).putBack(claim.permits());
        }
        leave(hold);
    }

    synchronized void leave(BucketHold hold) {
        for (int i = 0; i < hold.concurrency().size(); i++) {
            flight(hold.concurrency().get(i).counter()).inFlight--;
        }
        open--;
    }

    synchronized long used(CounterId id, QuotaWindow window) {
        return find(id) instanceof PeriodCounter quota ? quota.used(window) : 0;
    }

    synchronized int inFlight(CounterId id) {
        return find(id) instanceof FlightCounter flight ? flight.inFlight : 0;
    }

    synchronized RateStanding standing(RateClaim claim, long nowMillis) {
        return rate(claim, nowMillis).standing(nowMillis);
    }

    synchronized boolean wouldFit(RateClaim claim, long nowMillis) {
        return find(claim.counter()) instanceof RateCounter rate
                ? rate.wouldFit(claim.limit(), claim.permits(), nowMillis)
                : RateCounter.fitsWhole(claim.limit(), claim.permits());
    }

    /** Gives its place up if forgetting it gives nothing away. */
    synchronized boolean retire(long nowMillis) {
        if (open != 0) {
            return false;
        }
        for (Counter counter : counters) {
            if (!counter.isUnused(nowMillis)) {
                return false;
            }
        }
        open = -1;
        return true;
    }

    private boolean isRetired() {
        return open < 0;
    }

    private PeriodCounter quota(QuotaClaim claim) {
        for (int i = 0; i < counters.length; i++) {
            if (counters[i].counts(claim.counter())) {
                PeriodCounter current = ((PeriodCounter) counters[i]).upTo(claim.window());
                counters[i] = current;
                return current.in(claim.window());
            }
        }
        return add(PeriodCounter.first(claim.counter(), claim.window()));
    }

    private RateCounter rate(RateClaim claim, long nowMillis) {
        if (find(claim.counter()) instanceof RateCounter found) {
            found.advance(claim.limit(), configurations, nowMillis);
            return found;
        }
        return add(new RateCounter(claim, configurations, nowMillis));
    }

    private FlightCounter flight(CounterId id) {
        Counter found = find(id);
        return found == null ? add(new FlightCounter(id)) : (FlightCounter) found;
    }

    private Counter known(CounterId id) {
        Counter found = find(id);
        if (found == null) {
            throw new IllegalStateException("no counter " + id + " for license " + license.value());
        }
        return found;
    }

    private @Nullable Counter find(CounterId id) {
        for (Counter counter : counters) {
            if (counter.counts(id)) {
                return counter;
            }
        }
        return null;
    }

    private <C extends Counter> C add(C counter) {
        counters = Arrays.copyOf(counters, counters.length + 1);
        counters[counters.length - 1] = counter;
        return counter;
    }
}
