package io.github.licensing4j.spi;

import io.github.licensing4j.UsageDimension;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.UsageSelection;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Selects usage of the ledger and the keys to group it by.
 *
 * @param issuer the issuer of the licenses
 * @param selection the usage to add up
 * @param from the first instant, rounded down to the hour
 * @param to the first instant after, rounded up to the hour
 * @param by the keys to group by, besides the meter
 * @param kind charged or observed units
 * @param cursor the cursor of the previous page, null for the first page
 * @param max the largest number of results, from 1
 */
public record UsageQuery(
        String issuer,
        UsageSelection selection,
        Instant from,
        Instant to,
        Set<UsageDimension> by,
        UsageKind kind,
        @Nullable String cursor,
        int max) {
    public UsageQuery {
        if (max < 1) {
            throw new IllegalArgumentException("a page holds 1 or more, got " + max);
        }
        by = Set.copyOf(by);
    }
}
