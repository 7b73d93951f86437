package io.github.licensing4j.spi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a request with an {@code Idempotency-Key} made.
 *
 * @param key the key, with whatever keeps it apart from other callers' keys
 * @param fingerprint a hash of the request, to tell the same request from another one under the same key
 * @param resource the id of what was made
 * @param answer what was answered, null where the answer held a secret and must not be kept
 * @param at when
 */
public record ReplayRecord(
        String key,
        String fingerprint,
        String resource,
        @Nullable String answer,
        Instant at) {}
