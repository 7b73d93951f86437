package io.github.licensing4j.spi;

/**
 * How far a counter moved.
 *
 * @param increment what was added
 * @param before what it stood at before
 * @param after what it stands at now
 */
public record CounterChange(CounterIncrement increment, long before, long after) {}
