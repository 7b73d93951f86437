package io.github.licensing4j.core.limit.seats;

import io.github.licensing4j.core.limit.LimitRefusal;
import io.github.licensing4j.core.limit.LimitRule;
import io.github.licensing4j.core.limit.ReservationRequest;
import io.github.licensing4j.core.limit.StoreReservation;
import io.github.licensing4j.spi.HoldResult;
import java.util.List;

/** Takes a seat under every limit of seats of a plan. */
record SeatReservation(NodeSeats seats, List<SeatRule> rules) implements StoreReservation<Object, SeatHold> {

    @SuppressWarnings("unchecked") // The account of a license is not used; the seats are common to all.
    static StoreReservation<NodeSeats, SeatHold> of(NodeSeats seats, List<LimitRule<?, ?>> rules) {
        StoreReservation<?, SeatHold> made = new SeatReservation(
                seats, rules.stream().map(SeatRule.class::cast).toList());
        return (StoreReservation<NodeSeats, SeatHold>) made;
    }

    @Override
    public HoldResult reserve(Object account, ReservationRequest requested, long nowMillis) {
        return seats.take(rules, requested.limitSubject(), nowMillis);
    }

    @Override
    public void refresh(ReservationRequest requested, long nowMillis) {
        seats.refresh(rules, requested.limitSubject(), nowMillis);
    }

    @Override
    public LimitRefusal refusal(HoldResult result, ReservationRequest requested) {
        SeatRefusal refusal = (SeatRefusal) result;
        return rules.get(refusal.rule()).refusal(refusal.taken());
    }

    /** A seat outlives its calls. */
    @Override
    public void settle(SeatHold hold, ReservationRequest requested, long[] counted) {}
}
