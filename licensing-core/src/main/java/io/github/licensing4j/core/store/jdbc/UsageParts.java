package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.InsightDimension;
import io.github.licensing4j.InsightStep;
import io.github.licensing4j.core.store.Hours;
import io.github.licensing4j.core.store.InsightSpan;
import io.github.licensing4j.spi.InsightQuery;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Chooses the tables with the fewest rows that have all keys of a query: the sums of all licenses; whole months and the days around
 * them; days; or hours, for parts of days and for one license.
 */
final class UsageParts {
    private static final Set<InsightDimension> OF_LICENSES =
            EnumSet.of(InsightDimension.CUSTOMER, InsightDimension.LICENSE);
    private static final Set<InsightDimension> OF_MONTHS = EnumSet.of(
            InsightDimension.PLAN, InsightDimension.CUSTOMER, InsightDimension.LICENSE, InsightDimension.METER);

    private UsageParts() {}

    /** @param counted the dimensions whose values are counted or selected, besides those of the query */
    static List<TablePart> of(InsightQuery query, Set<InsightDimension> counted) {
        InsightSpan span = InsightSpan.ofUsage(query);
        if (InsightSpan.isOfHours(query)) {
            return List.of(TablePart.of("licensing_usage", TimeGrain.HOUR, span));
        }
        Set<InsightDimension> used =
                FigureColumns.used(query.by(), query.where().keySet());
        used.addAll(counted);
        if (used.stream().noneMatch(OF_LICENSES::contains)) {
            return List.of(TablePart.of("licensing_usage_day_sums", TimeGrain.DAY, span));
        }
        boolean ofMonths = query.range().step() != InsightStep.DAY
                && OF_MONTHS.containsAll(used)
                && areAligned(query, TimeGrain.MONTH)
                // An index has the days of a customer.
                && !query.where().containsKey(InsightDimension.CUSTOMER);
        return ofMonths
                ? TablePart.monthsWithin(span, "licensing_usage_months", "licensing_usage_days")
                : List.of(TablePart.of("licensing_usage_days", TimeGrain.DAY, span));
    }

    /** Returns whether every part of the range within it starts at a time of a table. */
    private static boolean areAligned(InsightQuery query, TimeGrain grain) {
        return query.range().starts().stream().skip(1).allMatch(start -> grain.startsAt(Hours.of(start)));
    }
}
