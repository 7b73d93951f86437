package io.github.licensing4j.spi;

import io.github.licensing4j.RateLimit;

/**
 * A request of one call to take permits of one rate limit. A limit whose bands differ from those of the last claim on
 * the same counter keeps the share of each bucket that was full.
 *
 * @param counter the counter
 * @param limit its bands
 * @param permits permits to take; 0 requires only that one is left
 * @param needed permits that every bucket must have, at most {@code permits}. Where it is fewer, because a node enforces a share of a
 *     limit whose buckets never hold {@code permits}, the buckets go below zero
 */
public record RateClaim(CounterId counter, RateLimit limit, long permits, long needed) {
    public RateClaim {
        if (needed > permits) {
            throw new IllegalArgumentException("a claim of " + permits + " permits needs no more, got " + needed);
        }
    }

    /** Creates a claim whose permits must all be there. */
    public RateClaim(CounterId counter, RateLimit limit, long permits) {
        this(counter, limit, permits, permits);
    }
}
