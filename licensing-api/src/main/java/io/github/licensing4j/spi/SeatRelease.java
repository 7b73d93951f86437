package io.github.licensing4j.spi;

import java.time.Instant;

/**
 * A request to release the seat of one holder.
 *
 * @param counter the limit that the seat is of
 * @param holder the user or device
 * @param freeAt when others can take it
 * @param keptUntil until when its holder must be remembered; not before it is free
 */
public record SeatRelease(SeatCounter counter, String holder, Instant freeAt, Instant keptUntil) {}
