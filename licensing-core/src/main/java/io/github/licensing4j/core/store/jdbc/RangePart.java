package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.core.store.Hours;
import io.github.licensing4j.core.store.InsightSpan;
import io.github.licensing4j.spi.InsightQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One part of the range of a query of whole UTC days.
 *
 * @param number its number: of a day since 1970, of a period its position, 0 for the whole range
 * @param days its hours, which are those of whole days
 */
record RangePart(long number, InsightSpan days) {

    /** Returns the parts of a query in the order of time, without those that have no days. */
    static List<RangePart> of(InsightQuery query) {
        InsightSpan span = InsightSpan.ofUsage(query);
        return switch (query.range().step()) {
            case RANGE -> List.of(new RangePart(0, span));
            case PERIOD -> periods(query.range().starts(), span);
            case DAY -> days(span);
            case HOUR -> throw new IllegalArgumentException("an hour is not of whole days");
        };
    }

    private static List<RangePart> days(InsightSpan span) {
        List<RangePart> parts = new ArrayList<>();
        for (long day = Hours.day(span.from()); Hours.ofDay(day) < span.to(); day++) {
            parts.add(new RangePart(day, new InsightSpan(Hours.ofDay(day), Hours.ofDay(day + 1))));
        }
        return parts;
    }

    private static List<RangePart> periods(List<Instant> starts, InsightSpan span) {
        List<RangePart> parts = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            long from = i == 0 ? span.from() : Math.max(span.from(), Hours.of(starts.get(i)));
            long to = i == starts.size() - 1 ? span.to() : Math.min(span.to(), Hours.of(starts.get(i + 1)));
            if (from < to) {
                parts.add(new RangePart(i, new InsightSpan(from, to)));
            }
        }
        return parts;
    }
}
