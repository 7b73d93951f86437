package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.InsightDimension;
import io.github.licensing4j.InsightStep;
import io.github.licensing4j.core.store.InsightSpan;
import io.github.licensing4j.core.store.jdbc.TablePart.Level;
import io.github.licensing4j.spi.InsightQuery;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Chooses the tables with the fewest rows that have all keys of a query: the sums of all licenses; those of licenses by month, five days
 * and day; those by day with all keys; or hours, for parts of days and for one license.
 */
final class UsageParts {
    private static final Set<InsightDimension> OF_LICENSES =
            EnumSet.of(InsightDimension.CUSTOMER, InsightDimension.LICENSE);
    private static final Set<InsightDimension> OF_LEVELS = EnumSet.of(
            InsightDimension.PLAN, InsightDimension.CUSTOMER, InsightDimension.LICENSE, InsightDimension.METER);
    private static final List<Level> SUMS = List.of(
            new Level("licensing_usage_months", TimeGrain.MONTH),
            new Level("licensing_usage_license_fives", TimeGrain.FIVE),
            new Level("licensing_usage_license_days", TimeGrain.DAY));
    private static final List<Level> ACTIVE_OF_PLANS = List.of(new Level("licensing_active_days", TimeGrain.DAY));
    private static final List<Level> ACTIVE_OF_CALLS = List.of(
            new Level("licensing_active_call_months", TimeGrain.MONTH),
            new Level("licensing_active_call_fives", TimeGrain.FIVE),
            new Level("licensing_active_call_days", TimeGrain.DAY));

    private UsageParts() {}

    /**
     * Returns what adds up the usage or counts the customers of a query.
     *
     * @param counted the dimensions whose values are counted, besides those of the query
     */
    static List<GroupStage> of(InsightQuery query, Set<InsightDimension> counted) {
        InsightSpan span = InsightSpan.ofUsage(query);
        if (InsightSpan.isOfHours(query)) {
            return GroupStage.of(TablePart.of("licensing_usage", TimeGrain.HOUR, span));
        }
        Set<InsightDimension> used = used(query);
        used.addAll(counted);
        if (used.stream().noneMatch(OF_LICENSES::contains)) {
            return GroupStage.of(TablePart.of("licensing_usage_day_sums", TimeGrain.DAY, span));
        }
        // An index has the days of a customer.
        if (!OF_LEVELS.containsAll(used) || query.where().containsKey(InsightDimension.CUSTOMER)) {
            return GroupStage.of(TablePart.of("licensing_usage_days", TimeGrain.DAY, span));
        }
        // Each part of the range has rows of all licenses, so those that are not of the page are not read.
        boolean isDivided = query.range().step() != InsightStep.RANGE;
        return RangePart.of(query).stream()
                .map(part -> new GroupStage(TablePart.within(part.days(), SUMS), isDivided ? part.number() : null))
                .toList();
    }

    /** Returns whether the customers of a query are counted from {@link ActiveTable}. */
    static boolean areActive(InsightQuery query) {
        return !InsightSpan.isOfHours(query)
                && query.where().keySet().stream().noneMatch(OF_LICENSES::contains)
                && query.by().stream().noneMatch(OF_LICENSES::contains);
    }

    /** Returns the rows of {@link ActiveTable} of one part of the range. */
    static List<TablePart> active(InsightQuery query, RangePart part) {
        boolean isOfPlans = Set.of(InsightDimension.PLAN).containsAll(used(query));
        return TablePart.within(part.days(), isOfPlans ? ACTIVE_OF_PLANS : ACTIVE_OF_CALLS);
    }

    private static Set<InsightDimension> used(InsightQuery query) {
        return FigureColumns.used(query.by(), query.where().keySet());
    }
}
