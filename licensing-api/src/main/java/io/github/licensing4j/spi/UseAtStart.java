package io.github.licensing4j.spi;

/**
 * The units of a counter at the instant when it replaced another counter, for the first time or again.
 *
 * @param atMillis when it started, in epoch milliseconds
 * @param own units that it had counted itself by then
 * @param earlier units of its window that others had counted by then
 */
public record UseAtStart(long atMillis, long own, long earlier) {}
