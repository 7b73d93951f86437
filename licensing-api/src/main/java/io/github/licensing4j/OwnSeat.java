package io.github.licensing4j;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The seat of the caller under a limit of seats.
 *
 * @param holder the user or device that holds it
 * @param takenAt when it was taken
 * @param expiresAt when it is free unless a call renews it before, null if it has no end
 */
public record OwnSeat(
        String holder, Instant takenAt, @Nullable Instant expiresAt) {}
