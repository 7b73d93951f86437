package io.github.licensing4j.spi;

import java.time.Instant;
import java.util.Optional;

/**
 * Reads the results of requests with an idempotency key. {@link Store#commit} stores each with the change that it belongs
 * to. Safe for use by many threads.
 */
@FunctionalInterface
public interface IdempotencyStore {
    /**
     * Returns the result of a request by its idempotency key, if the key is not expired at an instant.
     *
     * @throws StoreException if the store is unavailable
     */
    Optional<IdempotencyRecord> find(String key, Instant now);
}
