package io.github.licensing4j.core.limit.rate;

import io.github.licensing4j.core.limit.LimitRefusal;
import io.github.licensing4j.core.limit.LimitRule;
import io.github.licensing4j.core.limit.ReservationRequest;
import io.github.licensing4j.core.limit.StoreReservation;
import io.github.licensing4j.spi.HoldResult;
import io.github.licensing4j.spi.RateClaim;
import io.github.licensing4j.spi.RateHold;
import io.github.licensing4j.spi.RateLimitAccount;
import io.github.licensing4j.spi.RateResult.RateExceeded;
import java.util.List;

/** Takes the permits of every rate limit of a plan. */
record RateReservation(List<RateRule> rules, List<RateClaim> claims)
        implements StoreReservation<RateLimitAccount, RateHold> {

    static RateReservation of(List<LimitRule<?, ?>> rules) {
        List<RateRule> own = rules.stream().map(RateRule.class::cast).toList();
        return new RateReservation(
                own, List.copyOf(own.stream().map(RateRule::claim).toList()));
    }

    @Override
    public HoldResult reserve(RateLimitAccount account, ReservationRequest requested, long nowMillis) {
        return account.take(claims, nowMillis);
    }

    @Override
    public LimitRefusal refusal(HoldResult result, ReservationRequest requested) {
        RateExceeded exceeded = (RateExceeded) result;
        return rules.get(exceeded.claim()).refusal(exceeded);
    }

    /** Permits stay taken when a call ends. */
    @Override
    public void settle(RateHold hold, ReservationRequest requested, long[] counted) {}
}
