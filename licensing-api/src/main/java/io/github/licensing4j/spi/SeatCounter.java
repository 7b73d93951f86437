package io.github.licensing4j.spi;

import io.github.licensing4j.SeatsLimit;

/**
 * Names the seats under one limit of a license. Editing the limit's numbers keeps them; seats of another kind of holder are others.
 *
 * @param limit the limit's name, or its first name if it was renamed
 * @param of the holders of the seats
 */
public record SeatCounter(String limit, SeatsLimit.Holder of) {}
