/**
 * Seats of users and devices. A reader starts at {@link io.github.licensing4j.core.limit.seats.NodeSeats}, which caches the seats that the
 * callers of this node hold.
 */
@NullMarked
package io.github.licensing4j.core.limit.seats;

import org.jspecify.annotations.NullMarked;
