package io.github.licensing4j.spi;

import org.jspecify.annotations.Nullable;

/**
 * The seats under one limit, as one holder sees them.
 *
 * @param taken the seats that others cannot take, those in their cool-down included
 * @param own the seat that the holder has, null if it has none
 */
public record SeatLevel(long taken, @Nullable Seat own) {}
