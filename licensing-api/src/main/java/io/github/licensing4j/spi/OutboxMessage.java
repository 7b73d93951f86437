package io.github.licensing4j.spi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message that waits for its delivery.
 *
 * @param id the same at every attempt, so that a receiver can drop duplicates
 * @param topic what happened, such as {@code license.suspended}
 * @param createdAt when it was stored
 * @param body the JSON text that is sent
 * @param attempts how often its delivery has failed
 * @param dueAt the instant of the next attempt
 * @param lastError why the last attempt failed, null if there was none
 */
public record OutboxMessage(
        String id,
        String topic,
        Instant createdAt,
        String body,
        int attempts,
        Instant dueAt,
        @Nullable String lastError) {}
