package io.github.licensing4j.tck;

import static io.github.licensing4j.tck.SampleRecords.ISSUER;
import static io.github.licensing4j.tck.SampleRecords.NOW;

import io.github.licensing4j.CustomerFigures;
import io.github.licensing4j.InsightDimension;
import io.github.licensing4j.InsightGroup;
import io.github.licensing4j.InsightOrder;
import io.github.licensing4j.InsightStep;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Page;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.UsageDimension;
import io.github.licensing4j.UsageFigures;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.UsageSelection;
import io.github.licensing4j.UsageTotal;
import io.github.licensing4j.spi.InsightQuery;
import io.github.licensing4j.spi.InsightRange;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.UsageBatch;
import io.github.licensing4j.spi.UsageCorrection;
import io.github.licensing4j.spi.UsageLedger;
import io.github.licensing4j.spi.UsageQuery;
import io.github.licensing4j.spi.UsageRow;
import io.github.licensing4j.spi.UsageSource;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Random usage of several months, with corrections and journals that arrive late, random queries, and what they must find: sums of the
 * rows that the usage query of the ledger returns by the hour.
 */
final class UsageHistory {
    private static final Instant START = Instant.parse("2026-01-20T00:00:00Z");
    private static final int DAYS = 100;
    private static final List<Instant> MONTHS = List.of(
            Instant.parse("2026-01-01T00:00:00Z"),
            Instant.parse("2026-02-01T00:00:00Z"),
            Instant.parse("2026-03-01T00:00:00Z"),
            Instant.parse("2026-04-01T00:00:00Z"));

    private final Random random;
    private final Map<UsageSource, Long> positions = new HashMap<>();

    /** A row of the ledger. */
    record Row(Instant hour, Map<InsightDimension, String> named, long units, long calls) {}

    UsageHistory(Random random) {
        this.random = random;
    }

    private String pick(String... names) {
        return names[random.nextInt(names.length)];
    }

    private Instant instant() {
        return START.plus(Duration.ofHours(random.nextInt(24 * DAYS)));
    }

    private UsageRow row() {
        int license = random.nextInt(12);
        return new UsageRow(
                new LicenseId(random.nextInt(10) == 0 ? "https://other" : ISSUER, "lic_" + license),
                "customer" + license / 3,
                PlanId.parse(pick("free@1", "pro@1", "pro@2")),
                pick("calls", "bytes"),
                new UsageRow.Origin(pick("", "f", "f,g"), pick("GET /a", "GET /b"), 2 + random.nextInt(4)),
                random.nextInt(6) == 0 ? UsageKind.OBSERVED : UsageKind.CHARGED,
                instant().toEpochMilli(),
                random.nextInt(50),
                random.nextInt(4));
    }

    /** Adds a batch of one of several nodes, or enters a correction. */
    void change(Store store, int number, int rowsEach) {
        if (random.nextInt(5) == 0) {
            UsageRow row = row();
            store.commit(StoreChange.builder()
                    .correction(new UsageCorrection(
                            "cor_" + number,
                            new LicenseId(ISSUER, row.license().value()),
                            row.customer(),
                            row.plan(),
                            row.meter(),
                            random.nextInt(100) - 60L,
                            instant().plusMillis(random.nextInt(3_600_000)),
                            new UsageCorrection.Entered(NOW, "ann", null),
                            List.of()))
                    .build());
            return;
        }
        UsageSource source = new UsageSource(pick("a", "b", "c"), 1 + random.nextInt(2));
        long after = positions.getOrDefault(source, 0L);
        List<UsageRow> rows = new ArrayList<>();
        for (int i = 0; i < rowsEach; i++) {
            rows.add(row());
        }
        UsageBatch batch = new UsageBatch(source, after, after + 1, rows, List.of());
        positions.put(source, after + 1);
        store.usage().commit(batch);
        if (number % 7 == 0) {
            store.usage().commit(batch);
        }
    }

    InsightQuery query() {
        Set<InsightDimension> by = EnumSet.noneOf(InsightDimension.class);
        EnumSet.range(InsightDimension.PLAN, InsightDimension.STATUS).forEach(one -> {
            if (random.nextInt(3) == 0) {
                by.add(one);
            }
        });
        return new InsightQuery(
                ISSUER,
                where(),
                range(),
                by,
                random.nextInt(4) == 0 ? UsageKind.OBSERVED : UsageKind.CHARGED,
                random.nextBoolean() ? InsightOrder.KEYS : InsightOrder.LARGEST,
                null,
                100);
    }

    /** Returns a query that counts customers, with the same range and selection. */
    static InsightQuery ofCustomers(InsightQuery query) {
        Set<InsightDimension> by = EnumSet.noneOf(InsightDimension.class);
        by.addAll(query.by());
        by.removeAll(Set.of(InsightDimension.CUSTOMER, InsightDimension.LICENSE));
        return new InsightQuery(
                query.issuer(), query.where(), query.range(), by, query.kind(), query.order(), null, query.max());
    }

    private Map<InsightDimension, String> where() {
        Map<InsightDimension, String> where = new EnumMap<>(InsightDimension.class);
        if (random.nextInt(4) == 0) {
            where.put(InsightDimension.LICENSE, "lic_" + random.nextInt(13));
        }
        if (random.nextInt(4) == 0) {
            where.put(InsightDimension.CUSTOMER, "customer" + random.nextInt(4));
        }
        if (random.nextInt(4) == 0) {
            where.put(InsightDimension.PLAN, "pro@1");
        }
        if (random.nextInt(6) == 0) {
            where.put(InsightDimension.ENDPOINT, "GET /b");
        }
        if (random.nextInt(6) == 0) {
            where.put(InsightDimension.STATUS, "4");
        }
        return where;
    }

    private InsightRange range() {
        InsightStep step = InsightStep.values()[random.nextInt(4)];
        Instant from = instant();
        Instant to = from.plus(Duration.ofHours(1 + random.nextInt(24 * 90)));
        if (step != InsightStep.PERIOD) {
            return new InsightRange(from, to, step, List.of());
        }
        List<Instant> starts = random.nextBoolean()
                ? MONTHS
                : MONTHS.stream().map(start -> start.plus(Duration.ofHours(37))).toList();
        List<Instant> within = starts.stream().filter(to::isAfter).collect(Collectors.toCollection(ArrayList::new));
        while (within.size() > 1 && !within.get(1).isAfter(from)) {
            within.remove(0);
        }
        return new InsightRange(from, to, step, within.isEmpty() ? List.of(from) : within);
    }

    /** Returns all rows of a ledger, from its usage query. */
    static List<Row> rows(UsageLedger ledger, UsageKind kind) {
        Set<UsageDimension> by = EnumSet.allOf(UsageDimension.class);
        by.remove(UsageDimension.DAY);
        List<Row> rows = new ArrayList<>();
        Page.forEach(
                cursor -> ledger.usage(new UsageQuery(
                        ISSUER,
                        UsageSelection.all(),
                        START.minus(Duration.ofDays(400)),
                        START.plus(Duration.ofDays(400)),
                        by,
                        kind,
                        cursor,
                        20_000)),
                total -> rows.add(row(total)));
        return rows;
    }

    private static Row row(UsageTotal total) {
        Map<InsightDimension, String> named = new EnumMap<>(InsightDimension.class);
        named.put(InsightDimension.METER, total.meter());
        total.keys().forEach((dimension, value) -> {
            if (dimension != UsageDimension.HOUR) {
                named.put(InsightDimension.valueOf(dimension.name()), value);
            }
        });
        Instant hour = Instant.parse(total.keys().getOrDefault(UsageDimension.HOUR, ""));
        return new Row(hour, named, total.units(), total.calls());
    }

    private static boolean isOfHours(InsightQuery query) {
        return query.range().step() == InsightStep.HOUR
                || query.where().containsKey(InsightDimension.LICENSE)
                || query.range().starts().stream()
                        .skip(1)
                        .anyMatch(start -> !start.truncatedTo(ChronoUnit.DAYS).equals(start));
    }

    private static boolean matches(Row row, InsightQuery query) {
        Instant from = query.range().from();
        Instant to = query.range().to();
        if (!isOfHours(query)) {
            from = from.truncatedTo(ChronoUnit.DAYS);
            to = to.plus(Duration.ofHours(23)).truncatedTo(ChronoUnit.DAYS);
        }
        return !row.hour.isBefore(from)
                && row.hour.isBefore(to)
                && query.where().entrySet().stream()
                        .allMatch(one -> one.getValue().equals(row.named.get(one.getKey())));
    }

    private static @Nullable Instant part(Row row, InsightQuery query) {
        return switch (query.range().step()) {
            case RANGE -> null;
            case HOUR -> row.hour;
            case DAY -> row.hour.truncatedTo(ChronoUnit.DAYS);
            case PERIOD ->
                query.range().starts().stream()
                        .filter(start -> !start.isAfter(row.hour))
                        .reduce((one, later) -> later)
                        .orElse(query.range().starts().get(0));
        };
    }

    private record Key(@Nullable Instant part, Map<InsightDimension, String> keys) {}

    private static Map<Key, List<Row>> groups(List<Row> rows, InsightQuery query, Set<InsightDimension> always) {
        Map<Key, List<Row>> groups = new LinkedHashMap<>();
        Set<InsightDimension> by = EnumSet.noneOf(InsightDimension.class);
        by.addAll(query.by());
        by.addAll(always);
        for (Row row : rows) {
            if (matches(row, query)) {
                Map<InsightDimension, String> keys = new EnumMap<>(row.named);
                keys.keySet().retainAll(by);
                groups.computeIfAbsent(new Key(part(row, query), keys), absent -> new ArrayList<>())
                        .add(row);
            }
        }
        return groups;
    }

    static List<InsightGroup<UsageFigures>> usage(List<Row> rows, InsightQuery query) {
        List<InsightGroup<UsageFigures>> found = new ArrayList<>();
        groups(rows, query, Set.of(InsightDimension.METER))
                .forEach((key, all) -> found.add(new InsightGroup<>(
                        key.part,
                        key.keys,
                        new UsageFigures(
                                all.stream().mapToLong(Row::units).sum(),
                                all.stream().mapToLong(Row::calls).sum()))));
        return sorted(found, query, Comparator.comparing(figures -> -figures.units()));
    }

    static List<InsightGroup<CustomerFigures>> customers(List<Row> rows, InsightQuery query) {
        List<InsightGroup<CustomerFigures>> found = new ArrayList<>();
        List<Row> active = rows.stream().filter(row -> row.calls > 0).toList();
        groups(active, query, Set.of())
                .forEach((key, all) -> found.add(new InsightGroup<>(
                        key.part,
                        key.keys,
                        new CustomerFigures(
                                different(all, InsightDimension.CUSTOMER), different(all, InsightDimension.LICENSE)))));
        Comparator<CustomerFigures> largest = Comparator.comparing(figures -> -figures.customers());
        return sorted(found, query, largest.thenComparing(figures -> -figures.licenses()));
    }

    private static long different(List<Row> rows, InsightDimension dimension) {
        return rows.stream().map(row -> row.named.get(dimension)).collect(Collectors.toCollection(HashSet::new)).size();
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
