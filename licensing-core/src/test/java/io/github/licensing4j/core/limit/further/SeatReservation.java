package io.github.licensing4j.core.limit.further;

import io.github.licensing4j.core.limit.LimitRefusal;
import io.github.licensing4j.core.limit.LimitRule;
import io.github.licensing4j.core.limit.ReservationRequest;
import io.github.licensing4j.core.limit.StoreReservation;
import io.github.licensing4j.core.limit.further.SeatStore.SeatAccount;
import io.github.licensing4j.core.limit.further.SeatStore.SeatClaim;
import io.github.licensing4j.core.limit.further.SeatStore.SeatHold;
import io.github.licensing4j.core.limit.further.SeatStore.SeatsTaken;
import io.github.licensing4j.spi.HoldResult;
import java.util.List;

/** Takes a seat under every seats limit of a plan. */
record SeatReservation(List<SeatRule> rules, List<SeatClaim> claims)
        implements StoreReservation<SeatAccount, SeatHold> {

    static SeatReservation of(List<LimitRule<?, ?>> rules) {
        List<SeatRule> own = rules.stream().map(SeatRule.class::cast).toList();
        return new SeatReservation(own, own.stream().map(SeatRule::claim).toList());
    }

    @Override
    public HoldResult reserve(SeatAccount account, ReservationRequest requested, long nowMillis) {
        return account.take(claims, requested.limitSubject().user());
    }

    @Override
    public LimitRefusal refusal(HoldResult result, ReservationRequest requested) {
        SeatsTaken full = (SeatsTaken) result;
        return rules.get(full.claim()).refusal(full.seats());
    }

    @Override
    public void settle(SeatHold hold, ReservationRequest requested, long[] counted) {
        hold.settle();
    }
}
