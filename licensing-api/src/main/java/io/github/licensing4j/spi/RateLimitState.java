package io.github.licensing4j.spi;

/**
 * The state of the buckets of a rate limit.
 *
 * @param remaining permits left in the emptiest one
 * @param fullAtMillis when all of them are full again, if nothing more is taken
 */
public record RateLimitState(long remaining, long fullAtMillis) {}
