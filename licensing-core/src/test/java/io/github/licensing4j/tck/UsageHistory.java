package io.github.licensing4j.tck;

import static io.github.licensing4j.tck.SampleRecords.ISSUER;
import static io.github.licensing4j.tck.SampleRecords.NOW;

import io.github.licensing4j.InsightDimension;
import io.github.licensing4j.InsightOrder;
import io.github.licensing4j.InsightStep;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Page;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.UsageDimension;
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
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Random usage of several months, with corrections and journals that arrive late, and random queries.
 */
final class UsageHistory {
    private static final Instant START = Instant.parse("2026-01-20T00:00:00Z");
    private static final int DAYS = 100;
    private static final List<Instant> MONTHS = List.of(
            Instant.parse("2026-01-01T00:00:00Z"),
            Instant.parse("2026-02-01T00:00:00Z"),
            Instant.parse("2026-03-01T00:00:00Z"),
            Instant.parse("2026-04-01T00:00:00Z"));

    private static final Set<InsightDimension> OF_CALLS =
            EnumSet.of(InsightDimension.FEATURE, InsightDimension.ENDPOINT, InsightDimension.STATUS);

    /** Each page adds up all rows. */
    private static final int ALL = 2_000_000;

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
        // Most usage is of few licenses, and the names of all have more than 256 numbers.
        int license = random.nextInt(8) == 0 ? 12 + random.nextInt(400) : random.nextInt(12);
        return new UsageRow(
                new LicenseId(random.nextInt(10) == 0 ? "https://other" : ISSUER, "lic_" + license),
                "customer" + license / 3,
                PlanId.parse(pick("free@1", "pro@1", "pro@2")),
                pick("calls", "bytes"),
                new UsageRow.Origin(pick("", "f", "f,g"), pick("GET /a", "GET /b"), 2 + random.nextInt(4)),
                random.nextInt(6) == 0 ? UsageKind.OBSERVED : UsageKind.CHARGED,
                instant().toEpochMilli(),
                random.nextInt(50),
                random.nextInt(6));
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
        // Half of the queries have no keys but those of the sums of licenses.
        boolean ofCalls = random.nextBoolean();
        EnumSet.range(InsightDimension.PLAN, InsightDimension.STATUS).forEach(one -> {
            if (random.nextInt(3) == 0 && (ofCalls || !OF_CALLS.contains(one))) {
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
        InsightStep step = List.of(InsightStep.values()).get(random.nextInt(4));
        Instant from = instant();
        Instant to = from.plus(Duration.ofHours(1 + random.nextInt(24 * 90)));
        if (step != InsightStep.PERIOD) {
            return new InsightRange(from, to, step, List.of());
        }
        Duration shift = Duration.ofHours(List.of(0, 37, 24 * 12).get(random.nextInt(3)));
        List<Instant> starts = MONTHS.stream().map(start -> start.plus(shift)).toList();
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
                        ALL)),
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
}
