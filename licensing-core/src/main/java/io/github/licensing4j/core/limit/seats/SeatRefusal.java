package io.github.licensing4j.core.limit.seats;

import io.github.licensing4j.spi.HoldResult;

/**
 * The user or device of a call has no seat and gets none.
 *
 * @param rule the index of the rule that refused
 * @param taken the seats under its limit that others cannot take
 */
record SeatRefusal(int rule, long taken) implements HoldResult {}
