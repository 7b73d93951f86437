package io.github.licensing4j.spi;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks for usage.
 *
 * @param issuer whose licenses
 * @param license of which license, null for all
 * @param customer of which customer, null for all
 * @param plan under which plan version, as {@code name@version}, null for all
 * @param meter of which meter, null for all
 * @param from the first instant, rounded down to the hour
 * @param to the first instant after, rounded up to the hour
 * @param by what to keep apart; the meter always is
 * @param kind charged or observed units
 * @param cursor where the page before ended, null for the first page
 * @param max how many at most, from 1
 */
public record UsageQuery(
        String issuer,
        @Nullable String license,
        @Nullable String customer,
        @Nullable String plan,
        @Nullable String meter,
        Instant from,
        Instant to,
        Set<By> by,
        UsageKind kind,
        @Nullable String cursor,
        int max) {
    public UsageQuery {
        if (max < 1) {
            throw new IllegalArgumentException("a page holds 1 or more, got " + max);
        }
        by = Set.copyOf(by);
    }

    /** What usage can be kept apart by. */
    public enum By {
        HOUR,
        /** By days of UTC. */
        DAY,
        FEATURE,
        ENDPOINT,
        STATUS,
        LICENSE,
        CUSTOMER,
        PLAN
    }
}
