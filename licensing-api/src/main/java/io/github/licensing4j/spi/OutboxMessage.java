package io.github.licensing4j.spi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message that waits to be delivered.
 *
 * @param id the same at every attempt, so that a receiver can drop repeats
 * @param topic what happened, such as {@code license.suspended}
 * @param createdAt when it was stored
 * @param body the JSON text that is sent
 * @param attempts how often its delivery has failed
 * @param dueAt when it is to be tried next
 * @param lastError why it failed last, null if it has not been tried
 */
public record OutboxMessage(
        String id,
        String topic,
        Instant createdAt,
        String body,
        int attempts,
        Instant dueAt,
        @Nullable String lastError) {}
