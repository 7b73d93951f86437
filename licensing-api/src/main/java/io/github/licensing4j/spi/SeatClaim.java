package io.github.licensing4j.spi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request for a seat of one holder.
 *
 * @param counter the limit that the seat is of
 * @param holder the user or device; 1 to {@value #LONGEST} characters
 * @param max the most seats at once
 * @param use whether the seat may be taken
 * @param term how long it is held
 * @param churn the bound of different holders, null if there is none
 */
public record SeatClaim(
        SeatCounter counter,
        String holder,
        int max,
        Use use,
        Term term,
        @Nullable HolderBound churn) {
    /** The longest name of a holder. */
    public static final int LONGEST = 200;

    /** @throws IllegalArgumentException if the holder has no name, or a longer one */
    public SeatClaim {
        if (holder.isEmpty() || holder.length() > LONGEST) {
            throw new IllegalArgumentException("a holder has 1 to " + LONGEST + " characters, got " + holder.length());
        }
    }

    /** The ways in which a seat is requested. */
    public enum Use {
        /** Renews the seat of the holder, or takes a free one. */
        TAKE,
        /** Renews the seat of the holder, and takes none. */
        RENEW
    }

    /**
     * The time for which a seat is held.
     *
     * @param until its end, {@link Seat#ENDLESS} if it has none
     * @param keptUntil until when its holder must be remembered; not before its end
     */
    public record Term(Instant until, Instant keptUntil) {
        /** The term of a seat that is held until it is released. */
        public static final Term ENDLESS = new Term(Seat.ENDLESS, Seat.ENDLESS);
    }

    /**
     * A bound of different holders.
     *
     * @param max the most holders that had a seat after an instant
     * @param since that instant
     */
    public record HolderBound(int max, Instant since) {}
}
