package io.github.licensing4j.spi;

import java.util.List;

/** The result of requesting seats: {@link Held} if the holders have all of them. */
public sealed interface SeatResult {

    /**
     * Every seat is held.
     *
     * @param seats by the index of their claims
     */
    record Held(List<SeatLevel> seats) implements SeatResult {
        public Held {
            seats = List.copyOf(seats);
        }
    }

    /**
     * One seat was refused, and nothing has changed.
     *
     * @param claim the index of the claim
     * @param reason why
     * @param taken the seats under its limit that others cannot take
     */
    record Refused(int claim, Reason reason, long taken) implements SeatResult {}

    /** The reasons of a refusal. */
    enum Reason {
        /** Every seat is taken, or kept for its last holder. */
        TAKEN,
        /** As many different holders as allowed have had a seat in the period. */
        TOO_MANY_HOLDERS,
        /** The holder has no seat, and the claim takes none. */
        NOT_HELD
    }
}
