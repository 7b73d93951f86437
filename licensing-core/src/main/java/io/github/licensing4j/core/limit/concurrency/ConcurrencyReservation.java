package io.github.licensing4j.core.limit.concurrency;

import io.github.licensing4j.core.limit.LimitRefusal;
import io.github.licensing4j.core.limit.LimitRule;
import io.github.licensing4j.core.limit.ReservationRequest;
import io.github.licensing4j.core.limit.StoreReservation;
import io.github.licensing4j.spi.ConcurrencyAccount;
import io.github.licensing4j.spi.ConcurrencyClaim;
import io.github.licensing4j.spi.ConcurrencyHold;
import io.github.licensing4j.spi.ConcurrencyResult.ConcurrencyExceeded;
import io.github.licensing4j.spi.HoldResult;
import java.util.List;

/** Enters a call under every concurrency limit of a plan. */
record ConcurrencyReservation(List<ConcurrencyRule> rules, List<ConcurrencyClaim> claims)
        implements StoreReservation<ConcurrencyAccount, ConcurrencyHold> {

    static ConcurrencyReservation of(List<LimitRule<?, ?>> rules) {
        List<ConcurrencyRule> own =
                rules.stream().map(ConcurrencyRule.class::cast).toList();
        return new ConcurrencyReservation(
                own, List.copyOf(own.stream().map(ConcurrencyRule::claim).toList()));
    }

    @Override
    public HoldResult reserve(ConcurrencyAccount account, ReservationRequest requested, long nowMillis) {
        return account.enter(claims, nowMillis);
    }

    @Override
    public LimitRefusal refusal(HoldResult result, ReservationRequest requested) {
        ConcurrencyExceeded exceeded = (ConcurrencyExceeded) result;
        return rules.get(exceeded.claim()).refusal(exceeded);
    }

    @Override
    public void settle(ConcurrencyHold hold, ReservationRequest requested, long[] counted) {
        hold.release();
    }
}
