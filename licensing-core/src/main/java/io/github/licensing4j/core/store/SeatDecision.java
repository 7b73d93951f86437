package io.github.licensing4j.core.store;

import io.github.licensing4j.spi.Seat;
import io.github.licensing4j.spi.SeatClaim;
import io.github.licensing4j.spi.SeatClaim.HolderBound;
import io.github.licensing4j.spi.SeatClaim.Use;
import io.github.licensing4j.spi.SeatResult.Reason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Decides whether a holder gets a seat. It has no state. */
public final class SeatDecision {
    private SeatDecision() {}

    /**
     * The seats of all other holders under the same limit.
     *
     * @param taken those that the holder cannot take
     * @param holders the holders that had one after the instant of the bound, 0 without a bound
     */
    public record Others(long taken, long holders) {}

    /**
     * Returns why a claim is refused, null if it is granted.
     *
     * @param own the latest seat of the holder, null if it is not remembered
     */
    public static @Nullable Reason refusal(SeatClaim claim, @Nullable Seat own, Others others, Instant at) {
        if (own != null && own.isHeld(at)) {
            return null;
        }
        if (claim.use() == Use.RENEW) {
            return Reason.NOT_HELD;
        }
        if (others.taken() >= claim.max()) {
            return Reason.TAKEN;
        }
        HolderBound churn = claim.churn();
        return churn != null && isNew(own, churn) && others.holders() >= churn.max() ? Reason.TOO_MANY_HOLDERS : null;
    }

    private static boolean isNew(@Nullable Seat own, HolderBound churn) {
        return own == null || !own.heldUntil().isAfter(churn.since());
    }

    /** Returns the seat of a granted claim. */
    public static Seat granted(SeatClaim claim, @Nullable Seat own, Instant at) {
        Instant until = claim.term().until();
        if (own == null || !own.isHeld(at)) {
            return new Seat(claim.counter(), claim.holder(), at, until, null);
        }
        return new Seat(claim.counter(), claim.holder(), own.takenAt(), later(own.until(), until), null);
    }

    /** A node may still use the longer lease; only an end where there was none is new to all. */
    private static Instant later(Instant own, Instant claimed) {
        return own.isBefore(Seat.ENDLESS) && own.isAfter(claimed) ? own : claimed;
    }

    /** Returns until when the holder of a granted claim must be remembered. */
    public static Instant keptUntil(SeatClaim claim, Seat granted) {
        Instant kept = claim.term().keptUntil();
        return kept.isBefore(granted.until()) ? granted.until() : kept;
    }
}
