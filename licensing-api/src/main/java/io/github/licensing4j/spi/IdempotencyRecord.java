package io.github.licensing4j.spi;

import java.time.Instant;

/**
 * The result of a request with an {@code Idempotency-Key}.
 *
 * @param key the key, with a prefix that separates it from other callers' keys
 * @param fingerprint a hash of the request, to detect another request under the same key
 * @param resource the id of what the request created
 * @param at when
 * @param until the first instant at which the key may be reused
 */
public record IdempotencyRecord(String key, String fingerprint, String resource, Instant at, Instant until) {}
