package io.github.licensing4j.core.limit;

import io.github.licensing4j.ConcurrencyLimit;
import io.github.licensing4j.CreditsLimit;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.RateLimit;
import io.github.licensing4j.core.limit.LimitSheet.Flight;
import io.github.licensing4j.core.limit.LimitSheet.Line;
import io.github.licensing4j.core.limit.LimitSheet.Quota;
import io.github.licensing4j.core.limit.LimitSheet.Rate;
import io.github.licensing4j.spi.CreditsClaim;
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

    /** What was carried into the period of a quota. */
    long carried(int claim);

    long burnt(int claim);

    long balance(int claim);

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

        @Override
        public long carried(int claim) {
            return held == null ? 0 : held.carried(claim);
        }

        @Override
        public long burnt(int claim) {
            return held == null ? 0 : held.burnt(claim);
        }

        @Override
        public long balance(int claim) {
            return held == null ? 0 : held.balance(claim);
        }
    }

    /** As others left them. */
    record OfAccount(LimitAccount account, Asked asked, long nowMillis) implements Readings {

        @Override
        public int inFlight(int claim) {
            return account.rates()
                    .inFlight(asked.claims().concurrency().get(claim).counter());
        }

        @Override
        public RateStanding standing(int claim) {
            return account.rates().standing(asked.claims().rates().get(claim), nowMillis);
        }

        @Override
        public long used(int claim) {
            return account.quotas().used(asked.quotas().get(claim));
        }

        @Override
        public long carried(int claim) {
            QuotaClaim quota = asked.quotas().get(claim);
            QuotaClaim.Carry carry = quota.carry();
            return carry == null ? 0 : carry.units(account.quotas().used(before(quota, carry)));
        }

        private static QuotaClaim before(QuotaClaim quota, QuotaClaim.Carry carry) {
            return new QuotaClaim(quota.counter(), carry.from(), 0, 0, null, quota.start());
        }

        @Override
        public long burnt(int claim) {
            long burnt = 0;
            for (CreditsClaim.Grant grant : asked.credits().get(claim).grants()) {
                burnt = Units.sum(burnt, account.quotas().used(grant.counter(), CreditsClaim.EVER));
            }
            return burnt;
        }

        @Override
        public long balance(int claim) {
            long balance = 0;
            for (CreditsClaim.Grant grant : asked.credits().get(claim).grants()) {
                balance += grant.amount() - account.quotas().used(grant.counter(), CreditsClaim.EVER);
            }
            return balance;
        }
    }

    /** Every limit that applies, as it reads, in catalog order. */
    default LimitStatus[] statuses(Asked asked) {
        List<Line> lines = asked.claims().lines();
        LimitStatus[] statuses = new LimitStatus[lines.size()];
        int flights = 0;
        int rates = 0;
        int quotas = 0;
        int credits = 0;
        for (int i = 0; i < statuses.length; i++) {
            Line line = lines.get(i);
            if (line instanceof Flight flight) {
                statuses[i] = status(flight.limit(), inFlight(flights++));
            } else if (line instanceof Rate rate) {
                statuses[i] = status(rate.limit(), standing(rates++));
            } else if (line instanceof Quota quota) {
                statuses[i] = status(quota.limit(), used(quotas), carried(quotas), asked.endMillis(quotas));
                quotas++;
            } else if (line instanceof LimitSheet.Credits prepaid) {
                statuses[i] = status(
                        prepaid.limit(),
                        burnt(credits),
                        balance(credits),
                        asked.credits().get(credits));
                credits++;
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

    static LimitStatus status(QuotaLimit limit, long used, long carried, long endMillis) {
        return new LimitStatus(
                limit, used, Math.max(0, limit.ceiling() + carried - used), Instant.ofEpochMilli(endMillis), carried);
    }

    /** What is left is less as soon as a grant lapses. */
    static LimitStatus status(CreditsLimit limit, long burnt, long balance, CreditsClaim claim) {
        long lapses = Long.MAX_VALUE;
        for (CreditsClaim.Grant grant : claim.grants()) {
            lapses = Math.min(lapses, grant.expiresMillis());
        }
        Instant resetsAt = lapses == Long.MAX_VALUE ? null : Instant.ofEpochMilli(lapses);
        return new LimitStatus(limit, burnt, Math.max(0, balance), resetsAt);
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
