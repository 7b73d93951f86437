package io.github.licensing4j.spi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Selects a page of the counters of an issuer whose windows have ended.
 *
 * @param issuer the exact {@code iss} of the licenses
 * @param after the windows ended after this instant
 * @param until the windows ended at this instant or earlier
 * @param cursor {@code next} of the page before, null for the first page
 * @param max how many counters a page has at most
 */
public record EndedCountersQuery(
        String issuer,
        Instant after,
        Instant until,
        @Nullable String cursor,
        int max) {}
