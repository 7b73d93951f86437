package io.github.licensing4j.spi;

import io.github.licensing4j.InsightDimension;
import io.github.licensing4j.InsightOrder;
import io.github.licensing4j.UsageKind;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Selects figures of an {@link InsightStore} and the keys to group them by.
 *
 * @param issuer the issuer of the licenses
 * @param where the values to select, by their dimension
 * @param range the range of time and its parts
 * @param by the keys to group by
 * @param kind charged or observed usage
 * @param order the order of groups within one part of the range; the parts are in the order of time
 * @param cursor the cursor of the previous page, null for the first page
 * @param max the largest number of results, from 1
 */
public record InsightQuery(
        String issuer,
        Map<InsightDimension, String> where,
        InsightRange range,
        Set<InsightDimension> by,
        UsageKind kind,
        InsightOrder order,
        @Nullable String cursor,
        int max) {
    public InsightQuery {
        if (max < 1) {
            throw new IllegalArgumentException("a page holds 1 or more, got " + max);
        }
        where = Map.copyOf(where);
        by = Set.copyOf(by);
    }
}
