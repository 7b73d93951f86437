package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.ConcurrencyClaim;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.QuotaAnswer;
import io.github.licensing4j.spi.QuotaClaim;
import io.github.licensing4j.spi.QuotaHold;
import io.github.licensing4j.spi.QuotaWindow;
import io.github.licensing4j.spi.RateAnswer;
import io.github.licensing4j.spi.RateClaim;
import io.github.licensing4j.spi.RateHold;
import io.github.licensing4j.spi.RateStanding;
import java.util.Arrays;
import java.util.List;

/** Every counter of one license, behind one lock. Nothing under the lock waits or calls out. */
final class Counters {
    /** The answers of counters that have given up their place; nothing was taken, and the license must be found again. */
    static final QuotaAnswer RETIRED_QUOTAS = new QuotaAnswer.Unavailable("retired");

    static final RateAnswer RETIRED_RATES = new RateAnswer.Unavailable("retired");

    private static final PeriodCounter[] NO_QUOTAS = {};
    private static final RateCounter[] NO_RATES = {};
    private static final FlightCounter[] NO_FLIGHTS = {};

    private final LicenseId license;
    private final BucketConfigurations configurations;
    private PeriodCounter[] quotas = NO_QUOTAS;
    private RateCounter[] rates = NO_RATES;
    private FlightCounter[] flights = NO_FLIGHTS;
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
        PeriodCounter.Count[] counts = new PeriodCounter.Count[claims.size()];
        for (int i = 0; i < counts.length; i++) {
            QuotaClaim claim = claims.get(i);
            counts[i] = quota(claim).in(claim.window());
            if (!claim.fits(counts[i].used)) {
                return new QuotaAnswer.Exhausted(i, counts[i].used);
            }
        }
        QuotaHold[] holds = new QuotaHold[counts.length];
        for (int i = 0; i < counts.length; i++) {
            long units = claims.get(i).units();
            counts[i].used += units;
            holds[i] = new CountHold(counts[i], units, counts[i].used);
        }
        open += holds.length;
        return new QuotaAnswer.Held(Arrays.asList(holds));
    }

    synchronized RateAnswer take(List<ConcurrencyClaim> concurrency, List<RateClaim> claims, long nowMillis) {
        if (isRetired()) {
            return RETIRED_RATES;
        }
        FlightCounter[] entered = new FlightCounter[concurrency.size()];
        for (int i = 0; i < entered.length; i++) {
            entered[i] = flight(concurrency.get(i));
            if (!concurrency.get(i).fits(entered[i].inFlight)) {
                return new RateAnswer.Crowded(i, entered[i].inFlight);
            }
        }
        RateCounter[] taken = new RateCounter[claims.size()];
        for (int i = 0; i < taken.length; i++) {
            RateClaim claim = claims.get(i);
            taken[i] = rate(claim, nowMillis);
            if (!taken[i].fits(claim.permits())) {
                return new RateAnswer.TooFast(
                        i, taken[i].standing(nowMillis), taken[i].fitsAt(claim.permits(), nowMillis));
            }
        }
        return new RateAnswer.Taken(enter(entered, taken, claims, nowMillis));
    }

    private RateHold enter(FlightCounter[] entered, RateCounter[] taken, List<RateClaim> claims, long nowMillis) {
        int[] inFlight = new int[entered.length];
        for (int i = 0; i < entered.length; i++) {
            inFlight[i] = ++entered[i].inFlight;
        }
        RateStanding[] standings = new RateStanding[taken.length];
        for (int i = 0; i < taken.length; i++) {
            taken[i].consume(claims.get(i).permits());
            standings[i] = taken[i].standing(nowMillis);
        }
        open++;
        return new BucketHold(entered, inFlight, taken, claims, standings);
    }

    synchronized long used(CounterId counter, QuotaWindow window) {
        for (PeriodCounter quota : quotas) {
            if (quota.id.equals(counter)) {
                return quota.used(window);
            }
        }
        return 0;
    }

    synchronized int inFlight(CounterId counter) {
        for (FlightCounter flight : flights) {
            if (flight.id.equals(counter)) {
                return flight.inFlight;
            }
        }
        return 0;
    }

    synchronized RateStanding standing(RateClaim claim, long nowMillis) {
        return rate(claim, nowMillis).standing(nowMillis);
    }

    /** Gives its place up if forgetting it gives nothing away. */
    synchronized boolean retire(long nowMillis) {
        if (open != 0
                || !Arrays.stream(quotas).allMatch(quota -> quota.isSpent(nowMillis))
                || !Arrays.stream(rates).allMatch(rate -> rate.isFull(nowMillis))) {
            return false;
        }
        open = -1;
        return true;
    }

    private boolean isRetired() {
        return open < 0;
    }

    private PeriodCounter quota(QuotaClaim claim) {
        for (PeriodCounter quota : quotas) {
            if (quota.id.equals(claim.counter())) {
                return quota;
            }
        }
        PeriodCounter made = new PeriodCounter(claim.counter(), claim.window());
        quotas = Arrays.copyOf(quotas, quotas.length + 1);
        quotas[quotas.length - 1] = made;
        return made;
    }

    private RateCounter rate(RateClaim claim, long nowMillis) {
        for (RateCounter rate : rates) {
            if (rate.id.equals(claim.counter())) {
                rate.advance(claim.limit(), configurations, nowMillis);
                return rate;
            }
        }
        RateCounter made = new RateCounter(claim, configurations, nowMillis);
        rates = Arrays.copyOf(rates, rates.length + 1);
        rates[rates.length - 1] = made;
        return made;
    }

    private FlightCounter flight(ConcurrencyClaim claim) {
        for (FlightCounter flight : flights) {
            if (flight.id.equals(claim.counter())) {
                return flight;
            }
        }
        FlightCounter made = new FlightCounter(claim.counter());
        flights = Arrays.copyOf(flights, flights.length + 1);
        flights[flights.length - 1] = made;
        return made;
    }

    private final class CountHold implements QuotaHold {
        private final PeriodCounter.Count count;
        private final long held;
        private final long used;

        CountHold(PeriodCounter.Count count, long held, long used) {
            this.count = count;
            this.held = held;
            this.used = used;
        }

        @Override
        public long used() {
            return used;
        }

        @Override
        public void settle(long units) {
            synchronized (Counters.this) {
                count.used += units - held;
                open--;
            }
        }
    }

    private final class BucketHold implements RateHold {
        private final FlightCounter[] entered;
        private final int[] inFlight;
        private final RateCounter[] taken;
        private final List<RateClaim> claims;
        private final RateStanding[] standings;

        BucketHold(
                FlightCounter[] entered,
                int[] inFlight,
                RateCounter[] taken,
                List<RateClaim> claims,
                RateStanding[] standings) {
            this.entered = entered;
            this.inFlight = inFlight;
            this.taken = taken;
            this.claims = claims;
            this.standings = standings;
        }

        @Override
        public int inFlight(int claim) {
            return inFlight[claim];
        }

        @Override
        public RateStanding standing(int claim) {
            return standings[claim];
        }

        @Override
        public void giveBack() {
            synchronized (Counters.this) {
                for (int i = 0; i < taken.length; i++) {
                    taken[i].putBack(claims.get(i).permits());
                }
                leave();
            }
        }

        @Override
        public void leave() {
            synchronized (Counters.this) {
                for (FlightCounter flight : entered) {
                    flight.inFlight--;
                }
                open--;
            }
        }
    }
}
