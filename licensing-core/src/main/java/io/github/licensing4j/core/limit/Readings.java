package io.github.licensing4j.core.limit;

import io.github.licensing4j.ConcurrencyLimit;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.RateLimit;
import io.github.licensing4j.core.limit.LimitSheet.Flight;
import io.github.licensing4j.core.limit.LimitSheet.Line;
import io.github.licensing4j.core.limit.LimitSheet.Quota;
import io.github.licensing4j.core.limit.LimitSheet.Rate;
import io.github.licensing4j.spi.QuotaHold;
import io.github.licensing4j.spi.RateHold;
import io.github.licensing4j.spi.RateStanding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Where the counters of one call's claims are read: in what the call holds, or in the accounts without taking anything. */
sealed interface Readings {
    int inFlight(int claim);

    RateStanding standing(int claim);

    long used(int claim);

    /** Right after the holds, this call counted. */
    record OfHolds(RateHold entered, List<QuotaHold> holds) implements Readings {
        @Override
        public int inFlight(int claim) {
            return entered.inFlight(claim);
        }

        @Override
        public RateStanding standing(int claim) {
            return entered.standing(claim);
        }

        @Override
        public long used(int claim) {
            return holds.get(claim).used();
        }
    }

    /** As others left them. */
    record OfAccount(LimitAccount account, Claims claims, long nowMillis) implements Readings {
        @Override
        public int inFlight(int claim) {
            return account.rates().inFlight(claims.concurrency().get(claim).counter());
        }

        @Override
        public RateStanding standing(int claim) {
            return account.rates().standing(claims.rates().get(claim), nowMillis);
        }

        @Override
        public long used(int claim) {
            var quota = claims.quotas().get(claim);
            return account.quotas().used(quota.counter(), quota.window());
        }
    }

    /** Every limit that applies, as it reads, in catalog order. */
    default List<LimitStatus> statuses(Claims claims) {
        List<LimitStatus> statuses = new ArrayList<>(claims.lines().size());
        int flights = 0;
        int rates = 0;
        int quotas = 0;
        for (Line line : claims.lines()) {
            if (line instanceof Flight flight) {
                statuses.add(status(flight.limit(), inFlight(flights++)));
            } else if (line instanceof Rate rate) {
                statuses.add(status(rate.limit(), standing(rates++)));
            } else if (line instanceof Quota quota) {
                long end = claims.quotas().get(quotas).window().endMillis();
                statuses.add(status(quota.limit(), used(quotas++), end));
            }
        }
        return statuses;
    }

    private static LimitStatus status(ConcurrencyLimit limit, int inFlight) {
        return new LimitStatus(limit, inFlight, Math.max(0, limit.max() - inFlight), null);
    }

    private static LimitStatus status(RateLimit limit, RateStanding standing) {
        return new LimitStatus(
                limit,
                Math.max(0, smallestBurst(limit) - standing.remaining()),
                standing.remaining(),
                Instant.ofEpochMilli(standing.fullAtMillis()));
    }

    private static LimitStatus status(QuotaLimit limit, long used, long endMillis) {
        return new LimitStatus(limit, used, Math.max(0, limit.ceiling() - used), Instant.ofEpochMilli(endMillis));
    }

    /** The burst of the band that empties first. */
    static long smallestBurst(RateLimit limit) {
        long smallest = Long.MAX_VALUE;
        for (RateLimit.Band band : limit.bands()) {
            smallest = Math.min(smallest, band.burst());
        }
        return smallest;
    }
}
