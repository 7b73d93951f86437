package io.github.licensing4j.core.limit.seats;

import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.License;
import io.github.licensing4j.SeatsLimit;
import io.github.licensing4j.SeatsLimit.Churn;
import io.github.licensing4j.core.limit.Periods;
import io.github.licensing4j.spi.QuotaWindow;
import io.github.licensing4j.spi.Seat;
import io.github.licensing4j.spi.SeatClaim;
import io.github.licensing4j.spi.SeatClaim.HolderBound;
import io.github.licensing4j.spi.SeatClaim.Term;
import io.github.licensing4j.spi.SeatCounter;
import io.github.licensing4j.spi.SeatRelease;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Calculates the times of the seats of a license under one limit. Leases and cool-downs are counted in the zone of the license, periods
 * of different holders from its anchor.
 */
public record SeatTerms(SeatsLimit limit, SeatCounter counter, License license) {

    /** Returns the use that calls make of a seat. */
    static SeatClaim.Use ofCalls(SeatsLimit limit) {
        return switch (limit.assign()) {
            case FLOATING, FIRST_USE -> SeatClaim.Use.TAKE;
            case ADMIN -> SeatClaim.Use.RENEW;
        };
    }

    /** Returns the claim of a holder at an instant. */
    public SeatClaim claim(String holder, SeatClaim.Use use, Instant at) {
        return new SeatClaim(counter, holder, limit.max(), use, term(at), bound(at));
    }

    private Term term(Instant at) {
        ContractPeriod lease = limit.lease();
        if (lease == null) {
            return Term.ENDLESS;
        }
        Instant until = after(lease, at);
        return new Term(until, kept(until));
    }

    private @Nullable HolderBound bound(Instant at) {
        Churn churn = limit.churn();
        return churn == null
                ? null
                : new HolderBound(
                        churn.max(), Instant.ofEpochMilli(period(churn, at).startMillis()));
    }

    /** Returns the release of a holder's seat at an instant. */
    public SeatRelease release(String holder, Instant at) {
        ContractPeriod coolDown = limit.coolDown();
        Instant freeAt = coolDown == null ? at : after(coolDown, at);
        return new SeatRelease(counter, holder, freeAt, kept(freeAt));
    }

    /** Returns until when a holder counts whose seat ends then. */
    private Instant kept(Instant end) {
        Churn churn = limit.churn();
        return churn == null ? end : Instant.ofEpochMilli(period(churn, end).endMillis());
    }

    private QuotaWindow period(Churn churn, Instant at) {
        return Periods.at(churn.per(), license.anchor(), license.zone(), at.toEpochMilli());
    }

    private Instant after(ContractPeriod period, Instant at) {
        Instant end = period.isCalendar()
                ? at.atZone(license.zone()).plus(period.date()).toInstant()
                : at.plus(period.time());
        return end.isAfter(Seat.ENDLESS) ? Seat.ENDLESS : end;
    }
}
