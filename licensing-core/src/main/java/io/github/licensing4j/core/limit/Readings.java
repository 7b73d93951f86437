package io.github.licensing4j.core.limit;

import io.github.licensing4j.ConcurrencyLimit;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.RateLimit;
import io.github.licensing4j.core.limit.LimitSheet.Flight;
import io.github.licensing4j.core.limit.LimitSheet.Line;
import io.github.licensing4j.core.limit.LimitSheet.Quota;
import io.github.licensing4j.core.limit.LimitSheet.Rate;
import io.github.licensing4j.spi.QuotaClaim;
import io.github.licensing4j.spi.QuotaHold;
import io.github.licensing4j.spi.RateHold;
import io.github.licensing4j.spi.RateStanding;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the counters of one call's claims are read: in what the call holds, or in the accounts without taking anything. */
sealed interface Readings {
    int inFlight(int claim);

    RateStanding standing(int claim);

    long used(int claim);

    /** Right after the holds, this call counted. */
    record OfHolds(RateHold entered, @Nullable QuotaHold held) implements Readings {

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
            return held == null ? 0 : held.used(claim);
        }
    }

    /** As others left them. */
    record OfAccount(LimitAccount account, Claims claims, List<QuotaClaim> quotas, long nowMillis) implements Readings {

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
            QuotaClaim quota = quotas.get(claim);
            return account.quotas().used(quota.counter(), quota.window());
        }
    }

    /** Every limit that applies, as it reads, in catalog order. */
    default LimitStatus[] statuses(Claims claims, List<QuotaClaim> quotaClaims) {
        List<Line> lines = claims.lines();
        LimitStatus[] statuses = new LimitStatus[lines.size()];
        int flights = 0;
        int rates = 0;
        int quotas = 0;
        for (int i = 0; i < statuses.length; i++) {
            Line line = lines.get(i);
            if (line instanceof Flight flight) {
                statuses[i] = status(flight.limit(), inFlight(flights++));
            } else if (line instanceof Rate rate) {
                statuses[i] = status(rate.limit(), standing(rates++));
            } else if (line instanceof Quota quota) {
                statuses[i] = status(quota.limit(), used(quotas), quotaClaims.get(quotas++));
            }
        }
        return statuses;
    }

    static LimitStatus status(ConcurrencyLimit limit, int inFlight) {
        return new LimitStatus(limit, inFlight, Math.max(0, limit.max() - inFlight), null);
    }

    static LimitStatus status(RateLimit limit, RateStanding standing) {
        return new LimitStatus(
                limit,
                Math.max(0, smallestBurst(limit) - standing.remaining()),
                standing.remaining(),
                Instant.ofEpochMilli(standing.fullAtMillis()));
    }

    static LimitStatus status(QuotaLimit limit, long used, QuotaClaim claim) {
        return new LimitStatus(
                limit,
                used,
                Math.max(0, limit.ceiling() - used),
                Instant.ofEpochMilli(claim.window().endMillis()));
    }

    /** The burst of the band that empties first. */
    private static long smallestBurst(RateLimit limit) {
        List<RateLimit.Band> bands = limit.bands();
        long smallest = bands.get(0).burst();
        for (int i = 1; i < bands.size(); i++) {
            smallest = Math.min(smallest, bands.get(i).burst());
        }
        return smallest;
    }
}
