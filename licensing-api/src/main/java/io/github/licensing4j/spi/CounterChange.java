package io.github.licensing4j.spi;

/**
 * A change of a counter's value.
 *
 * @param increment the units that were added
 * @param before the value before
 * @param after the value after
 */
public record CounterChange(CounterIncrement increment, long before, long after) {}
