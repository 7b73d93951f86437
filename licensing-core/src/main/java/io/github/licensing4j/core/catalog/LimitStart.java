package io.github.licensing4j.core.catalog;

import java.time.Instant;

/**
 * The instant at which the counter of a limit replaced one with another meter, kind, period or scope.
 *
 * @param at the first instant at which it counts
 * @param sameUse whether the counter before it counted the same meter for the same scope
 */
public record LimitStart(Instant at, boolean sameUse) {}
