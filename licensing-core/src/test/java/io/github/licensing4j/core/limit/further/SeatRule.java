package io.github.licensing4j.core.limit.further;

import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.SeatsLimit;
import io.github.licensing4j.core.limit.LimitRefusal;
import io.github.licensing4j.core.limit.LimitRule;
import io.github.licensing4j.core.limit.LimitStore;
import io.github.licensing4j.core.limit.ReservationRequest;
import io.github.licensing4j.core.limit.RuleCharge;
import io.github.licensing4j.core.limit.further.SeatStore.SeatAccount;
import io.github.licensing4j.core.limit.further.SeatStore.SeatClaim;
import io.github.licensing4j.core.limit.further.SeatStore.SeatHold;
import io.github.licensing4j.spi.CounterId;

/** Enforces seats of users. It shows what a further kind of limit takes. */
public record SeatRule(SeatsLimit limit, SeatClaim claim) implements LimitRule<SeatAccount, SeatHold> {

    /**
     * Returns the rule of a limit.
     *
     * @param counter the name of its counter
     */
    public static SeatRule of(SeatsLimit limit, String counter) {
        return new SeatRule(limit, new SeatClaim(new CounterId(counter, null, limit.kind(), ""), limit.max()));
    }

    /** Returns the store as the rules use it. */
    public static LimitStore<SeatAccount, SeatHold> in(SeatStore store) {
        return new LimitStore<>(SeatStore.class, store, SeatAccount.class, store::account, SeatReservation::of);
    }

    @Override
    public Class<?> store() {
        return SeatStore.class;
    }

    @Override
    public SeatRule charging(RuleCharge charge) {
        return this;
    }

    @Override
    public LimitStatus held(SeatHold hold, ReservationRequest requested) {
        return status(hold.seats(claim.counter()));
    }

    @Override
    public LimitStatus status(SeatAccount account, ReservationRequest requested, long nowMillis) {
        return status(account.taken(claim.counter()));
    }

    @Override
    public boolean wouldFit(SeatAccount account, ReservationRequest requested, long nowMillis) {
        return account.fits(claim, requested.limitSubject().user());
    }

    @Override
    public long fitsAt(SeatAccount account, ReservationRequest requested, long nowMillis) {
        return wouldFit(account, requested, nowMillis) ? NOW : NEVER;
    }

    LimitRefusal refusal(int seats) {
        return new LimitRefusal(RefusalCode.SEAT_LIMIT_REACHED, status(seats), NEVER);
    }

    private LimitStatus status(int seats) {
        return new LimitStatus(limit, seats, Math.max(0, limit.max() - seats), null);
    }

    @Override
    public boolean counts(QuotaLimit.Scope scope) {
        return scope == QuotaLimit.Scope.USER;
    }
}
