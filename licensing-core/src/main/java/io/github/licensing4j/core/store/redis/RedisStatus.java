package io.github.licensing4j.core.store.redis;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of the connection to Redis.
 *
 * @param degradedSince since when Redis does not answer, null while it does
 * @param lastSuccess when Redis last answered, null if it never did
 * @param outages outages so far
 * @param granted permits and calls that were granted without Redis during the present outage, or else the last one
 * @param operations operations that were sent to Redis so far
 */
public record RedisStatus(
        @Nullable Instant degradedSince, @Nullable Instant lastSuccess, long outages, long granted, long operations) {

    /** Returns whether Redis answers. */
    public boolean isConnected() {
        return degradedSince == null;
    }
}
