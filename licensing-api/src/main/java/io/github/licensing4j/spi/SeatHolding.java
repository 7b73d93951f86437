package io.github.licensing4j.spi;

import java.time.Duration;
import java.time.Instant;

/**
 * A time in which a holder had a seat without interruption, in whole milliseconds. Times of one holder that are less than {@link #JOINED}
 * apart may be stored as one.
 *
 * @param counter the limit that the seat is of
 * @param holder the user or device
 * @param from when it was taken
 * @param to when it was released, or the end of its lease; in the future if it is still held, {@link Seat#ENDLESS} if it has no end
 */
public record SeatHolding(SeatCounter counter, String holder, Instant from, Instant to) {
    /** The shortest time for which a holding is stored after its end: invoices of periods up to three years are made from it. */
    public static final Duration KEPT = Duration.ofDays(1_200);
    /** The time within which a seat that was taken again may count as held; it bounds how many holdings a day has. */
    public static final Duration JOINED = Duration.ofHours(1);

    /** Returns the time in which a holder has had its present or latest seat. */
    public static SeatHolding of(Seat seat) {
        return new SeatHolding(seat.counter(), seat.holder(), seat.takenAt(), seat.heldUntil());
    }

    /** Returns whether it has a part within a window. */
    public boolean overlaps(Window window) {
        return from.isBefore(window.to) && to.isAfter(window.from);
    }

    /**
     * A part of time.
     *
     * @param from its first instant
     * @param to the first instant after it
     */
    public record Window(Instant from, Instant to) {}
}
