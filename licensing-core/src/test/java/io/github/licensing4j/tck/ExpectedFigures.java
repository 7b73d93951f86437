package io.github.licensing4j.tck;

import io.github.licensing4j.CustomerFigures;
import io.github.licensing4j.InsightDimension;
import io.github.licensing4j.InsightGroup;
import io.github.licensing4j.InsightOrder;
import io.github.licensing4j.InsightStep;
import io.github.licensing4j.UsageFigures;
import io.github.licensing4j.spi.InsightQuery;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The figures that a query must find: sums of the rows that the usage query of the ledger returns by the hour. */
final class ExpectedFigures {
    private ExpectedFigures() {}

    private static boolean isOfHours(InsightQuery query) {
        return query.range().step() == InsightStep.HOUR
                || query.where().containsKey(InsightDimension.LICENSE)
                || query.range().starts().stream()
                        .skip(1)
                        .anyMatch(start -> !start.truncatedTo(ChronoUnit.DAYS).equals(start));
    }

    private static boolean matches(UsageHistory.Row row, InsightQuery query) {
        Instant from = query.range().from();
        Instant to = query.range().to();
        if (!isOfHours(query)) {
            from = from.truncatedTo(ChronoUnit.DAYS);
            to = to.plus(Duration.ofHours(23)).truncatedTo(ChronoUnit.DAYS);
        }
        return !row.hour().isBefore(from)
                && row.hour().isBefore(to)
                && query.where().entrySet().stream()
                        .allMatch(one -> one.getValue().equals(row.named().get(one.getKey())));
    }

    private static @Nullable Instant part(UsageHistory.Row row, InsightQuery query) {
        return switch (query.range().step()) {
            case RANGE -> null;
            case HOUR -> row.hour();
            case DAY -> row.hour().truncatedTo(ChronoUnit.DAYS);
            case PERIOD ->
                query.range().starts().stream()
                        .filter(start -> !start.isAfter(row.hour()))
                        .reduce((one, later) -> later)
                        .orElse(query.range().starts().get(0));
        };
    }

    private record Key(@Nullable Instant part, Map<InsightDimension, String> keys) {}

    private static Map<Key, List<UsageHistory.Row>> groups(
            List<UsageHistory.Row> rows, InsightQuery query, Set<InsightDimension> always) {
        Map<Key, List<UsageHistory.Row>> groups = new LinkedHashMap<>();
        Set<InsightDimension> by = EnumSet.noneOf(InsightDimension.class);
        by.addAll(query.by());
        by.addAll(always);
        for (UsageHistory.Row row : rows) {
            if (matches(row, query)) {
                Map<InsightDimension, String> keys = new EnumMap<>(row.named());
                keys.keySet().retainAll(by);
                groups.computeIfAbsent(new Key(part(row, query), keys), absent -> new ArrayList<>())
                        .add(row);
            }
        }
        return groups;
    }

    static List<InsightGroup<UsageFigures>> usage(List<UsageHistory.Row> rows, InsightQuery query) {
        List<InsightGroup<UsageFigures>> found = new ArrayList<>();
        groups(rows, query, Set.of(InsightDimension.METER))
                .forEach((key, all) -> found.add(new InsightGroup<>(
                        key.part,
                        key.keys,
                        new UsageFigures(
                                all.stream().mapToLong(UsageHistory.Row::units).sum(),
                                all.stream().mapToLong(UsageHistory.Row::calls).sum()))));
        return sorted(found, query, Comparator.comparing(figures -> -figures.units()));
    }

    static List<InsightGroup<CustomerFigures>> customers(List<UsageHistory.Row> rows, InsightQuery query) {
        List<InsightGroup<CustomerFigures>> found = new ArrayList<>();
        List<UsageHistory.Row> active =
                rows.stream().filter(row -> row.calls() > 0).toList();
        groups(active, query, Set.of())
                .forEach((key, all) -> found.add(new InsightGroup<>(
                        key.part,
                        key.keys,
                        new CustomerFigures(
                                different(all, InsightDimension.CUSTOMER), different(all, InsightDimension.LICENSE)))));
        Comparator<CustomerFigures> largest = Comparator.comparing(figures -> -figures.customers());
        return sorted(found, query, largest.thenComparing(figures -> -figures.licenses()));
    }

    private static long different(List<UsageHistory.Row> rows, InsightDimension dimension) {
        return rows.stream()
                .map(row -> row.named().getOrDefault(dimension, ""))
                .collect(Collectors.toCollection(HashSet::new))
                .size();
    }

    private static <F> List<InsightGroup<F>> sorted(
            List<InsightGroup<F>> groups, InsightQuery query, Comparator<F> largest) {
        Comparator<InsightGroup<F>> order =
                Comparator.comparing(group -> group.from() == null ? Instant.MIN : group.from());
        if (query.order() == InsightOrder.LARGEST) {
            order = order.thenComparing(group -> group.keys().getOrDefault(InsightDimension.METER, ""))
                    .thenComparing(InsightGroup::figures, largest);
        }
        for (InsightDimension dimension : InsightDimension.values()) {
            order = order.thenComparing(group -> group.keys().getOrDefault(dimension, ""));
        }
        groups.sort(order);
        return groups;
    }
}
