package io.github.licensing4j.spi;

/**
 * A run of one node, whose journal is numbered without gaps from 1.
 *
 * @param node the node's name
 * @param epoch counts the starts of that node, from 1
 */
public record UsageSource(String node, long epoch) {}
