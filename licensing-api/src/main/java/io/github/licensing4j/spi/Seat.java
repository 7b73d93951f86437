package io.github.licensing4j.spi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A seat of one holder, in whole milliseconds. Others cannot take it before {@link #until}.
 *
 * @param counter the limit that it is of
 * @param holder the user or device
 * @param takenAt when the holder took it, or it was assigned
 * @param until when others can take it: the end of its lease or cool-down, {@link #ENDLESS} if it has none
 * @param releasedAt when it was released, null while it is held
 */
public record Seat(
        SeatCounter counter,
        String holder,
        Instant takenAt,
        Instant until,
        @Nullable Instant releasedAt) {
    /** The end of a seat that is held until it is released. */
    public static final Instant ENDLESS = Instant.parse("9999-12-31T23:59:59Z");

    /** Returns whether its holder has it at an instant. */
    public boolean isHeld(Instant at) {
        return releasedAt == null && at.isBefore(until);
    }

    /** Returns whether others can take it at an instant. */
    public boolean isFree(Instant at) {
        return !at.isBefore(until);
    }

    /** Returns when its holder had or has it for the last time. */
    public Instant heldUntil() {
        return releasedAt == null ? until : releasedAt;
    }
}
