package io.github.licensing4j.core.limit.seats;

import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.OwnSeat;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.SeatsLimit;
import io.github.licensing4j.core.limit.LimitRefusal;
import io.github.licensing4j.core.limit.LimitRule;
import io.github.licensing4j.core.limit.LimitStore;
import io.github.licensing4j.core.limit.LimitSubject;
import io.github.licensing4j.core.limit.ReservationRequest;
import io.github.licensing4j.core.limit.RuleCharge;
import io.github.licensing4j.spi.Seat;
import io.github.licensing4j.spi.SeatClaim;
import io.github.licensing4j.spi.SeatCounter;
import io.github.licensing4j.spi.SeatLevel;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Enforces one limit of seats.
 *
 * @param index the index of the limit among those of its kind in the plan
 */
public record SeatRule(SeatsLimit limit, SeatCounter counter, int index) implements LimitRule<NodeSeats, SeatHold> {

    /**
     * Returns the rule of a limit.
     *
     * @param counter the name of its counter
     */
    public static SeatRule of(SeatsLimit limit, String counter) {
        return new SeatRule(limit, new SeatCounter(counter, limit.of()), 0);
    }

    /** Returns the store as the rules use it. */
    public static LimitStore<NodeSeats, SeatHold> in(NodeSeats seats) {
        return LimitStore.common(NodeSeats.class, seats, rules -> SeatReservation.of(seats, rules));
    }

    @Override
    public Class<?> store() {
        return NodeSeats.class;
    }

    @Override
    public SeatRule charging(RuleCharge charge) {
        return new SeatRule(limit, counter, charge.claim());
    }

    @Override
    public boolean needsHolders() {
        return true;
    }

    /** Returns the holder of the seat that a call needs, empty text if it is not known. */
    String holder(LimitSubject subject) {
        return subject.holders().of(limit.of());
    }

    /** Returns the claim of a call. */
    SeatClaim claim(LimitSubject subject, Instant at) {
        return claim(subject, SeatTerms.ofCalls(limit), at);
    }

    /** Returns the claim of a call for a use. */
    SeatClaim claim(LimitSubject subject, SeatClaim.Use use, Instant at) {
        return new SeatTerms(limit, counter, subject.license()).claim(holder(subject), use, at);
    }

    @Override
    public LimitStatus held(SeatHold hold, ReservationRequest requested) {
        return status(hold.level(index));
    }

    @Override
    public LimitStatus status(NodeSeats account, ReservationRequest requested, long nowMillis) {
        return status(account.level(this, requested.limitSubject(), nowMillis));
    }

    @Override
    public boolean wouldFit(NodeSeats account, ReservationRequest requested, long nowMillis) {
        SeatLevel level = account.level(this, requested.limitSubject(), nowMillis);
        return level.own() != null
                || (!holder(requested.limitSubject()).isEmpty()
                        && SeatTerms.ofCalls(limit) == SeatClaim.Use.TAKE
                        && level.taken() < limit.max());
    }

    /** Returns never where no seat is free: when one becomes free depends on what its holder does. */
    @Override
    public long fitsAt(NodeSeats account, ReservationRequest requested, long nowMillis) {
        return wouldFit(account, requested, nowMillis) ? NOW : NEVER;
    }

    LimitRefusal refusal(long taken) {
        return new LimitRefusal(RefusalCode.SEAT_LIMIT_REACHED, status(new SeatLevel(taken, null)), NEVER);
    }

    private LimitStatus status(SeatLevel level) {
        return new LimitStatus(
                limit, level.taken(), Math.max(0, limit.max() - level.taken()), null, 0, own(level.own()));
    }

    private static @Nullable OwnSeat own(@Nullable Seat seat) {
        if (seat == null) {
            return null;
        }
        return new OwnSeat(seat.holder(), seat.takenAt(), seat.until().equals(Seat.ENDLESS) ? null : seat.until());
    }
}
