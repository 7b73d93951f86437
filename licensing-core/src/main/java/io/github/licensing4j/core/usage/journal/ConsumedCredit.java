package io.github.licensing4j.core.usage.journal;

/**
 * Units consumed from one grant.
 *
 * @param credit the index in the descriptor's credits, from 0
 * @param grant the id of the grant
 * @param units in the meter's smallest unit, above 0
 */
public record ConsumedCredit(int credit, String grant, long units) {}
