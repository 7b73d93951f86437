package io.github.licensing4j.spi;

import java.time.Instant;

/**
 * What a request with an {@code Idempotency-Key} made.
 *
 * @param key the key, with whatever keeps it apart from other callers' keys
 * @param fingerprint a hash of the request, to tell the same request from another one under the same key
 * @param resource the id of what was made
 * @param at when
 * @param until the first instant at which the key may be used for something else
 */
public record IdempotencyRecord(String key, String fingerprint, String resource, Instant at, Instant until) {}
