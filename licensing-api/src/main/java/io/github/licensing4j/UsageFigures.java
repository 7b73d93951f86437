package io.github.licensing4j;

/**
 * The usage of a group.
 *
 * @param units in the smallest unit of the meter of the group
 * @param calls how many calls have charged the meter
 */
public record UsageFigures(long units, long calls) {}
