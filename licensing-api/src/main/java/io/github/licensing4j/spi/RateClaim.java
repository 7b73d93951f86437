package io.github.licensing4j.spi;

import io.github.licensing4j.RateLimit;

/**
 * A request of one call to take permits of one rate limit. A limit whose bands differ from those of the last claim on
 * the same counter keeps the share of each bucket that was full.
 *
 * @param counter the counter
 * @param limit its bands
 * @param permits permits to take; 0 requires only that one is left
 */
public record RateClaim(CounterId counter, RateLimit limit, long permits) {}
