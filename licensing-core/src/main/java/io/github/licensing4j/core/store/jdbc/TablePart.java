package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.core.store.InsightSpan;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of one table to add up.
 *
 * @param table the name of the table
 * @param grain the time of its rows
 * @param from the first time
 * @param to the first time after
 */
record TablePart(String table, TimeGrain grain, long from, long to) {

    static TablePart of(String table, TimeGrain grain, InsightSpan span) {
        return new TablePart(table, grain, grain.of(span.from()), grain.from(span.to()));
    }

    /** Returns whole months of one table, and the days before and after them of another. */
    static List<TablePart> monthsWithin(InsightSpan days, String monthTable, String dayTable) {
        long first = TimeGrain.MONTH.from(days.from());
        long end = TimeGrain.MONTH.of(days.to());
        if (first >= end) {
            return List.of(of(dayTable, TimeGrain.DAY, days));
        }
        List<TablePart> parts = new ArrayList<>();
        parts.add(of(dayTable, TimeGrain.DAY, new InsightSpan(days.from(), TimeGrain.MONTH.firstHour(first))));
        parts.add(new TablePart(monthTable, TimeGrain.MONTH, first, end));
        parts.add(of(dayTable, TimeGrain.DAY, new InsightSpan(TimeGrain.MONTH.firstHour(end), days.to())));
        parts.removeIf(part -> part.from >= part.to);
        return parts;
    }
}
