package io.github.licensing4j;

/**
 * The refused calls of a group.
 *
 * @param refused the number of calls that were refused
 * @param observed the number of calls that observe mode let pass although they would have been refused
 */
public record RefusalFigures(long refused, long observed) {}
