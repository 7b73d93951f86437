package io.github.licensing4j.spi;

/**
 * When a counter took the place of another one of the same limit, by a change of the limit's meter, kind, period or scope. The use
 * before it counts in the periods that were running.
 *
 * @param atMillis when it started, in epoch milliseconds
 * @param sameUse whether the counter before it counted the same meter for the same scope
 * @param sinceMillis the start of periods before which nothing counts, in epoch milliseconds
 */
public record CounterStart(long atMillis, boolean sameUse, long sinceMillis) {}
