package io.github.licensing4j;

/**
 * The customers and licenses with at least one call.
 *
 * @param customers the number of different customers
 * @param licenses the number of different licenses
 */
public record CustomerFigures(long customers, long licenses) {}
