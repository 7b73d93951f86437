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

    /**
     * A table with the same sums as others, over other times.
     *
     * @param table the name of the table
     * @param grain the time of its rows
     */
    record Level(String table, TimeGrain grain) {}

    static TablePart of(String table, TimeGrain grain, InsightSpan span) {
        return new TablePart(table, grain, grain.of(span.from()), grain.from(span.to()));
    }

    /**
     * Returns the fewest rows of several tables that have the sums of a span: whole times of the first table, and before and after
     * them those of the others.
     *
     * @param levels tables of ever shorter times, each of which is within one time of the table before; the span is of whole times
     *     of the last
     */
    static List<TablePart> within(InsightSpan span, List<Level> levels) {
        if (span.from() >= span.to()) {
            return List.of();
        }
        Level longest = levels.get(0);
        List<Level> others = levels.subList(1, levels.size());
        if (others.isEmpty()) {
            return List.of(of(longest.table, longest.grain, span));
        }
        long first = longest.grain.from(span.from());
        long end = longest.grain.of(span.to());
        if (first >= end) {
            return within(span, others);
        }
        List<TablePart> parts = new ArrayList<>();
        parts.addAll(within(new InsightSpan(span.from(), longest.grain.firstHour(first)), others));
        parts.add(new TablePart(longest.table, longest.grain, first, end));
        parts.addAll(within(new InsightSpan(longest.grain.firstHour(end), span.to()), others));
        return parts;
    }
}
