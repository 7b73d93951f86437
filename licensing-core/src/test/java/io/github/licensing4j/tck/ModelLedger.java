package io.github.licensing4j.tck;

import static io.github.licensing4j.tck.SampleRecords.ISSUER;
import static io.github.licensing4j.tck.SampleRecords.NOW;
import static io.github.licensing4j.tck.SampleUsage.HOUR;
import static io.github.licensing4j.tck.SampleUsage.LICENSE;
import static io.github.licensing4j.tck.SampleUsage.MARCH;
import static io.github.licensing4j.tck.SampleUsage.MONTHLY;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.UsageDimension;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.UsageTotal;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.QuotaWindow;
import io.github.licensing4j.spi.UsageBatch;
import io.github.licensing4j.spi.UsageCorrection;
import io.github.licensing4j.spi.UsageRow;
import io.github.licensing4j.spi.UsageSource;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** A reference model: creates random batches and corrections, and keeps every row in a list. */
final class ModelLedger {
    private static final int HOURS = 30;

    final Map<CounterIncrement, Long> counters = new HashMap<>();
    private final List<UsageRow> rows = new ArrayList<>();
    private final Map<UsageSource, Long> positions = new HashMap<>();
    private final Random random;

    ModelLedger(Random random) {
        this.random = random;
    }

    private String pick(String... names) {
        return names[random.nextInt(names.length)];
    }

    private UsageRow row() {
        return new UsageRow(
                new LicenseId(ISSUER, pick("lic_1", "lic_2", "lic_3")),
                pick("acme", "other"),
                PlanId.parse(pick("pro@1", "pro@2")),
                pick("calls", "bytes"),
                new UsageRow.Origin(pick("", "f", "f,g"), pick("GET /a", "GET /b"), 2 + random.nextInt(4)),
                random.nextInt(6) == 0 ? UsageKind.OBSERVED : UsageKind.CHARGED,
                HOUR.plusSeconds(3600L * random.nextInt(HOURS)).toEpochMilli(),
                random.nextInt(50),
                1 + random.nextInt(3));
    }

    private CounterIncrement counter(long units) {
        CounterId id = random.nextBoolean()
                ? MONTHLY
                : new CounterId("daily", null, MONTHLY.kind(), "P1D", QuotaLimit.Scope.USER, pick("u1", "u2"));
        QuotaWindow window = random.nextBoolean() ? MARCH : new QuotaWindow(0, Long.MAX_VALUE);
        CounterIncrement counter = CounterIncrement.of(LICENSE, id, window, units);
        counters.merge(
                new CounterIncrement(counter.issuer(), counter.license(), counter.counter(), counter.window(), 0),
                units,
                Long::sum);
        return counter;
    }

    UsageBatch batch() {
        UsageSource source = new UsageSource(pick("a", "b"), 1 + random.nextInt(2));
        long after = positions.getOrDefault(source, 0L);
        long upTo = after + 1 + random.nextInt(5);
        positions.put(source, upTo);
        List<UsageRow> made = new ArrayList<>();
        List<CounterIncrement> counted = new ArrayList<>();
        for (int i = random.nextInt(8); i > 0; i--) {
            made.add(row());
            counted.add(counter(random.nextInt(9)));
        }
        rows.addAll(made);
        return new UsageBatch(source, after, upTo, made, counted);
    }

    UsageCorrection correction(int number) {
        UsageRow row = row();
        long units = random.nextInt(100) - 60L;
        UsageCorrection correction = new UsageCorrection(
                "cor_" + number,
                row.license(),
                row.customer(),
                row.plan(),
                row.meter(),
                units,
                Instant.ofEpochMilli(row.hourMillis() + random.nextInt(3_600_000)),
                new UsageCorrection.Entered(NOW, "ann", null),
                List.of(counter(units)));
        rows.add(correction.row());
        return correction;
    }

    /** Returns the end of the first two thirds of the hours. */
    Instant closed() {
        return HOUR.plusSeconds(3600L * HOURS * 2 / 3);
    }

    /** Returns the charged units of closed hours. */
    Map<String, Long> exported() {
        Map<String, Long> sums = new TreeMap<>();
        rows.stream()
                .filter(row -> row.kind() == UsageKind.CHARGED && row.hourMillis() < closed().toEpochMilli())
                .forEach(row -> sums.merge(row.license().value() + " " + row.meter(), row.units(), Long::sum));
        return sums;
    }

    List<UsageTotal> usage(Set<UsageDimension> by) {
        Map<UsageTotal, long[]> sums = new HashMap<>();
        for (UsageRow row : rows) {
            if (row.kind() == UsageKind.CHARGED) {
                long[] sum =
                        sums.computeIfAbsent(new UsageTotal(keys(row, by), row.meter(), 0, 0), unknown -> new long[2]);
                sum[0] += row.units();
                sum[1] += row.calls();
            }
        }
        return sums.entrySet().stream()
                .map(one ->
                        new UsageTotal(one.getKey().keys(), one.getKey().meter(), one.getValue()[0], one.getValue()[1]))
                .toList();
    }

    private static Map<UsageDimension, String> keys(UsageRow row, Set<UsageDimension> by) {
        Instant hour = Instant.ofEpochMilli(row.hourMillis());
        Map<UsageDimension, String> keys = new EnumMap<>(UsageDimension.class);
        for (UsageDimension one : by) {
            keys.put(
                    one,
                    switch (one) {
                        case HOUR -> hour.toString();
                        case DAY -> hour.truncatedTo(ChronoUnit.DAYS).toString();
                        case FEATURE -> row.origin().feature();
                        case ENDPOINT -> row.origin().endpoint();
                        case STATUS -> Integer.toString(row.origin().statusClass());
                        case LICENSE -> row.license().value();
                        case CUSTOMER -> row.customer();
                        case PLAN -> row.plan().toString();
                    });
        }
        return keys;
    }
}
