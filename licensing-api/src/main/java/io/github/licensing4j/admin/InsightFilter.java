package io.github.licensing4j.admin;

import io.github.licensing4j.InsightDimension;
import io.github.licensing4j.InsightOrder;
import io.github.licensing4j.InsightStep;
import io.github.licensing4j.UsageKind;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Selects figures and the keys to group them by.
 *
 * @param issuer whose licenses, null for the host's own
 * @param where the values to select, by their dimension
 * @param from the first instant, null for the start of the billing period or month that contains the last one
 * @param to the first instant after, null for now
 * @param by the keys to group by
 * @param step the parts of the range in which figures are added up
 * @param kind charged or observed usage
 * @param order the order of groups within one part of the range
 * @param cursor where the page before ended, null for the first
 * @param max the maximum of groups, 1 to 1,000
 */
public record InsightFilter(
        @Nullable String issuer,
        Map<InsightDimension, String> where,
        @Nullable Instant from,
        @Nullable Instant to,
        Set<InsightDimension> by,
        InsightStep step,
        UsageKind kind,
        InsightOrder order,
        @Nullable String cursor,
        int max) {
    public InsightFilter {
        where = Map.copyOf(where);
        by = Set.copyOf(by);
    }

    /** Selects everything of the present month in UTC, grouped by keys, the first 1,000 groups in their order. */
    public static InsightFilter groupedBy(InsightDimension... by) {
        return new InsightFilter(
                null,
                Map.of(),
                null,
                null,
                Set.of(by),
                InsightStep.RANGE,
                UsageKind.CHARGED,
                InsightOrder.KEYS,
                null,
                1_000);
    }

    /** Returns this filter for a range of time. */
    public InsightFilter between(@Nullable Instant start, @Nullable Instant end) {
        return new InsightFilter(issuer, where, start, end, by, step, kind, order, cursor, max);
    }

    /** Returns this filter for one value of a dimension. */
    public InsightFilter where(InsightDimension dimension, String value) {
        Map<InsightDimension, String> more = new EnumMap<>(InsightDimension.class);
        more.putAll(where);
        more.put(dimension, value);
        return new InsightFilter(issuer, more, from, to, by, step, kind, order, cursor, max);
    }

    /** Returns this filter with the range divided into parts. */
    public InsightFilter step(InsightStep parts) {
        return new InsightFilter(issuer, where, from, to, by, parts, kind, order, cursor, max);
    }

    /** Returns this filter with another order. */
    public InsightFilter order(InsightOrder groups) {
        return new InsightFilter(issuer, where, from, to, by, step, kind, groups, cursor, max);
    }

    /** Returns this filter for the page after a cursor. */
    public InsightFilter page(@Nullable String after, int most) {
        return new InsightFilter(issuer, where, from, to, by, step, kind, order, after, most);
    }
}
