package io.github.licensing4j.spi;

/**
 * The instant at which a counter replaced another one of the same limit, after a change of the limit's meter, kind,
 * period or scope. Usage before that instant counts in the periods that were running.
 *
 * @param atMillis when it started, in epoch milliseconds
 * @param sameUse whether the counter before it counted the same meter for the same scope
 * @param sinceMillis the start of periods before which nothing counts, in epoch milliseconds
 */
public record CounterStart(long atMillis, boolean sameUse, long sinceMillis) {}
