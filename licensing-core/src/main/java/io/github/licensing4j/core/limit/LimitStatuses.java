package io.github.licensing4j.core.limit;

import io.github.licensing4j.ConcurrencyLimit;
import io.github.licensing4j.CreditsLimit;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.RateLimit;
import io.github.licensing4j.core.limit.LimitSet.Flight;
import io.github.licensing4j.core.limit.LimitSet.Line;
import io.github.licensing4j.core.limit.LimitSet.Quota;
import io.github.licensing4j.core.limit.LimitSet.Rate;
import io.github.licensing4j.spi.CreditsClaim;
import io.github.licensing4j.spi.QuotaClaim;
import io.github.licensing4j.spi.RateLimitState;
import java.time.Instant;
import java.util.List;

/** Where the counters of one call's claims are read: in what the call holds, or in the accounts without taking anything. */
sealed interface LimitStatuses permits CallHolds, LimitStatuses.OfAccount {
    int inFlight(int claim);

    RateLimitState state(int claim);

    long used(int claim);

    /** What was carried into the period of a quota. */
    long carried(int claim);

    long consumed(int claim);

    long balance(int claim);

    /** As others left them. */
    record OfAccount(LimitAccount account, ReservationRequest reservationRequest, long nowMillis)
            implements LimitStatuses {

        @Override
        public int inFlight(int claim) {
            return account.concurrency()
                    .inFlight(reservationRequest
                            .reservationTemplate()
                            .concurrency()
                            .get(claim)
                            .counter());
        }

        @Override
        public RateLimitState state(int claim) {
            return account.rates()
                    .state(reservationRequest.reservationTemplate().rates().get(claim), nowMillis);
        }

        @Override
        public long used(int claim) {
            return account.quotas().used(reservationRequest.quotas().get(claim));
        }

        @Override
        public long carried(int claim) {
            QuotaClaim quota = reservationRequest.quotas().get(claim);
            QuotaClaim.Carry carry = quota.carry();
            return carry == null ? 0 : carry.units(account.quotas().used(before(quota, carry)));
        }

        private static QuotaClaim before(QuotaClaim quota, QuotaClaim.Carry carry) {
            return new QuotaClaim(quota.counter(), carry.from(), 0, 0, null, quota.start());
        }

        @Override
        public long consumed(int claim) {
            long consumed = 0;
            for (CreditsClaim.Grant grant :
                    reservationRequest.credits().get(claim).grants()) {
                consumed = Units.sum(consumed, account.quotas().used(grant.counter(), CreditsClaim.EVER));
            }
            return consumed;
        }

        @Override
        public long balance(int claim) {
            long balance = 0;
            for (CreditsClaim.Grant grant :
                    reservationRequest.credits().get(claim).grants()) {
                balance += grant.amount() - account.quotas().used(grant.counter(), CreditsClaim.EVER);
            }
            return balance;
        }
    }

    /** Every limit that applies, as it reads, in catalog order. */
    default LimitStatus[] statuses(ReservationRequest reservationRequest) {
        List<Line> lines = reservationRequest.reservationTemplate().lines();
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
                statuses[i] = status(rate.limit(), state(rates++));
            } else if (line instanceof Quota quota) {
                statuses[i] =
                        status(quota.limit(), used(quotas), carried(quotas), reservationRequest.endMillis(quotas));
                quotas++;
            } else if (line instanceof LimitSet.Credits prepaid) {
                statuses[i] = status(
                        prepaid.limit(),
                        consumed(credits),
                        balance(credits),
                        reservationRequest.credits().get(credits));
                credits++;
            }
        }
        return statuses;
    }

    static LimitStatus status(ConcurrencyLimit limit, int inFlight) {
        return new LimitStatus(limit, inFlight, Math.max(0, limit.max() - inFlight), null);
    }

    static LimitStatus status(RateLimit limit, RateLimitState standing) {
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
    static LimitStatus status(CreditsLimit limit, long consumed, long balance, CreditsClaim claim) {
        long lapses = Long.MAX_VALUE;
        for (CreditsClaim.Grant grant : claim.grants()) {
            lapses = Math.min(lapses, grant.expiresMillis());
        }
        Instant resetsAt = lapses == Long.MAX_VALUE ? null : Instant.ofEpochMilli(lapses);
        return new LimitStatus(limit, consumed, Math.max(0, balance), resetsAt);
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
