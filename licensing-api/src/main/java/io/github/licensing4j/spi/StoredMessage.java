package io.github.licensing4j.spi;

import java.time.Instant;

/**
 * A notification that is stored in one transaction with the change that it announces.
 *
 * @param id the same at every attempt, so that a receiver can drop duplicates
 * @param topic what happened, such as {@code license.suspended}
 * @param at when it is stored
 * @param body the JSON text that is sent
 */
public record StoredMessage(String id, String topic, Instant at, String body) {}
