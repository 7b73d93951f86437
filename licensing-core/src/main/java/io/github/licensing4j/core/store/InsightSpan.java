package io.github.licensing4j.core.store;

import io.github.licensing4j.InsightDimension;
import io.github.licensing4j.InsightStep;
import io.github.licensing4j.spi.InsightQuery;

/**
 * The hours of a query. They are rounded outwards to UTC days, except for figures of hours and, of usage, those of one license and of
 * periods that start within a day.
 *
 * @param from the first hour
 * @param to the first hour after
 */
public record InsightSpan(long from, long to) {
    private static final long DAY = 24;

    /** Returns the hours of usage. */
    public static InsightSpan ofUsage(InsightQuery query) {
        return isOfHours(query) ? exact(query) : days(query);
    }

    /** Returns the hours of refusals, latencies and revenue. */
    public static InsightSpan ofMeasurements(InsightQuery query) {
        return query.range().step() == InsightStep.HOUR ? exact(query) : days(query);
    }

    /** Returns whether the usage of a query is added up from hours. */
    public static boolean isOfHours(InsightQuery query) {
        return query.range().step() == InsightStep.HOUR
                || query.where().containsKey(InsightDimension.LICENSE)
                || query.range().starts().stream()
                        .skip(1)
                        .mapToLong(Hours::of)
                        .anyMatch(hour -> Hours.dayOf(hour) != hour);
    }

    private static InsightSpan exact(InsightQuery query) {
        return new InsightSpan(
                Hours.of(query.range().from()), Hours.of(query.range().to()));
    }

    private static InsightSpan days(InsightQuery query) {
        InsightSpan exact = exact(query);
        return new InsightSpan(Hours.dayOf(exact.from), Hours.dayOf(exact.to + DAY - 1));
    }
}
