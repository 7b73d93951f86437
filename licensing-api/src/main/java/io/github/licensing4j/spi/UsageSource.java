package io.github.licensing4j.spi;

/**
 * One run of one node, whose journal entries are numbered without gaps from 1.
 *
 * @param node the node's name
 * @param epoch the number of the run, from 1
 */
public record UsageSource(String node, long epoch) {}
