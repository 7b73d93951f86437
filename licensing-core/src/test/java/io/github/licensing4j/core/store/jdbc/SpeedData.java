package io.github.licensing4j.core.store.jdbc;

import static io.github.licensing4j.tck.SampleRecords.ISSUER;

import io.github.licensing4j.CustomerFigures;
import io.github.licensing4j.InsightDimension;
import io.github.licensing4j.InsightGroup;
import io.github.licensing4j.InsightStep;
import io.github.licensing4j.UsageFigures;
import io.github.licensing4j.spi.InsightQuery;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The usage of many licenses on 91 days. Each license has one row a day, of one of three plans and five endpoints; two licenses have one
 * customer. The sums are added up by the scripts that migrate them.
 */
final class SpeedData {
    static final Instant FROM = Instant.parse("2026-09-01T00:00:00Z");
    private static final int DAYS = 91;
    private static final long FIRST_DAY = FROM.getEpochSecond() / 86_400;
    private static final List<String> PLANS = List.of("free@1", "pro@1", "max@1");

    private SpeedData() {}

    /** The usage of one license, on one day. */
    record Row(Instant day, Map<InsightDimension, String> named, long units) {}

    static void fill(Connection connection, String platform, int licenses) throws SQLException {
        List<String> scripts = new ArrayList<>(names(licenses));
        scripts.addAll(usage(licenses));
        scripts.addAll(sums(platform, "12.0__rollups.sql"));
        scripts.addAll(sums(platform, "13.0__active.sql"));
        scripts.addAll(others(licenses));
        try (Statement statement = connection.createStatement()) {
            for (String script : scripts) {
                statement.executeUpdate(script);
            }
        }
    }

    /** Returns the statements of a script that add up sums from rows by the hour. */
    private static List<String> sums(String platform, String name) {
        try (InputStream in = Migrations.class.getResourceAsStream(platform + "/" + name)) {
            List<String> sums = new ArrayList<>();
            for (String statement : new String(in.readAllBytes(), StandardCharsets.UTF_8).split(";", -1)) {
                String sql = statement.replaceAll("(?m)^--.*$", "").strip();
                if (sql.startsWith("insert into")) {
                    sums.add(sql);
                }
            }
            return sums;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String numbers(int count) {
        return " with recursive n(i) as (select 0 union all select i + 1 from n where i < " + (count - 1) + ") select ";
    }

    private static List<String> names(int licenses) {
        String insert = "insert into licensing_names (id, handle, name)";
        return List.of(
                insert + " values (1, '" + ISSUER + "', '" + ISSUER
                        + "'), (2, 'calls', 'calls'), (3, 'free@1', 'free@1'),"
                        + " (4, 'pro@1', 'pro@1'), (5, 'max@1', 'max@1'), (11, '', ''),"
                        + " (12, 'quota-exhausted', 'quota-exhausted'), (13, 'rate-limited', 'rate-limited')",
                insert + numbers(5) + "6 + i, 'GET /' || i, 'GET /' || i from n",
                insert + numbers(licenses) + "1000 + i, 'lic_' || i, 'lic_' || i from n",
                insert + numbers(licenses / 2) + "100000 + i, 'customer' || i, 'customer' || i from n");
    }

    private static List<String> usage(int licenses) {
        return List.of(
                "insert into licensing_usage (issuer, license, hour, meter, kind, customer, plan, feature, endpoint,"
                        + " status, source, units, calls)" + numbers(licenses * DAYS) + "1, 1000 + i % " + licenses
                        + ", ("
                        + FIRST_DAY + " + i / " + licenses + ") * 24 + i % 24, 2, 0, 100000 + (i % " + licenses
                        + ") / 2, 3 + i % " + licenses + " % 3, 11, 6 + i % 5, 2, 1, 1 + i % 977, 1 + i % 977 from n");
    }

    static List<Row> rows(int licenses) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < licenses * DAYS; i++) {
            Map<InsightDimension, String> named = new EnumMap<>(InsightDimension.class);
            named.put(InsightDimension.PLAN, PLANS.get(i % licenses % 3));
            named.put(InsightDimension.CUSTOMER, "customer" + i % licenses / 2);
            named.put(InsightDimension.LICENSE, "lic_" + i % licenses);
            named.put(InsightDimension.METER, "calls");
            named.put(InsightDimension.FEATURE, "");
            named.put(InsightDimension.ENDPOINT, "GET /" + i % 5);
            named.put(InsightDimension.STATUS, "2");
            rows.add(new Row(FROM.plus(i / licenses, ChronoUnit.DAYS), named, 1 + i % 977));
        }
        return rows;
    }

    private static List<String> others(int licenses) {
        return List.of(
                "insert into licensing_revenue" + numbers(licenses * 3) + "'" + ISSUER + "', " + (FIRST_DAY + 29)
                        + " + 30 * (i / " + licenses + "), 'license/lic_' || (i % " + licenses
                        + "), 0, 'pro@' || (i % 3), 'customer' || ((i % " + licenses
                        + ") / 2), 'USD', 4900 + i % 100 from n",
                "insert into licensing_refusal_days" + numbers(licenses * 9) + "1, " + FIRST_DAY + " + i / (" + licenses
                        + " / 10), 12 + i % 2, 1000 + i % " + licenses + ", 100000 + (i % " + licenses
                        + ") / 2, 3 + i % 3, 6 + i % 5, 0, 1 + i % 9 from n",
                "insert into licensing_latency_days" + numbers(90 * 5 * 40) + FIRST_DAY
                        + " + i / 200, 6 + (i / 40) % 5, i % 40, 100, 4000 from n");
    }

    private record Group(@Nullable Instant from, Map<InsightDimension, String> keys) {}

    private static Map<Group, List<Row>> groups(List<Row> rows, InsightQuery query, boolean byMeter) {
        Map<Group, List<Row>> groups = new LinkedHashMap<>();
        for (Row row : rows) {
            if (!row.day.isBefore(query.range().from())
                    && row.day.isBefore(query.range().to())
                    && row.named.entrySet().containsAll(query.where().entrySet())) {
                Map<InsightDimension, String> keys = new EnumMap<>(row.named);
                keys.keySet().removeIf(key -> !query.by().contains(key) && !(byMeter && key == InsightDimension.METER));
                groups.computeIfAbsent(new Group(part(row, query), keys), absent -> new ArrayList<>())
                        .add(row);
            }
        }
        return groups;
    }

    private static @Nullable Instant part(Row row, InsightQuery query) {
        return query.range().step() == InsightStep.RANGE
                ? null
                : query.range().step() == InsightStep.DAY
                        ? row.day
                        : query.range().starts().stream()
                                .filter(start -> !start.isAfter(row.day))
                                .reduce((one, later) -> later)
                                .orElseThrow();
    }

    static List<InsightGroup<UsageFigures>> usage(List<Row> rows, InsightQuery query) {
        List<InsightGroup<UsageFigures>> usage = new ArrayList<>();
        groups(rows, query, true).forEach((group, all) -> {
            long units = all.stream().mapToLong(Row::units).sum();
            usage.add(new InsightGroup<>(group.from, group.keys, new UsageFigures(units, units)));
        });
        return page(usage, query, Comparator.comparing(figures -> -figures.units()));
    }

    static List<InsightGroup<CustomerFigures>> customers(List<Row> rows, InsightQuery query) {
        List<InsightGroup<CustomerFigures>> customers = new ArrayList<>();
        groups(rows, query, false)
                .forEach((group, all) -> customers.add(new InsightGroup<>(
                        group.from,
                        group.keys,
                        new CustomerFigures(
                                different(all, InsightDimension.CUSTOMER), different(all, InsightDimension.LICENSE)))));
        Comparator<CustomerFigures> largest = Comparator.comparing(figures -> -figures.customers());
        return page(customers, query, largest.thenComparing(figures -> -figures.licenses()));
    }

    private static long different(List<Row> rows, InsightDimension dimension) {
        return rows.stream().map(row -> row.named.get(dimension)).distinct().count();
    }

    private static <F> List<InsightGroup<F>> page(
            List<InsightGroup<F>> groups, InsightQuery query, Comparator<F> largest) {
        Comparator<InsightGroup<F>> order =
                Comparator.comparing(group -> group.from() == null ? Instant.MIN : group.from());
        order = order.thenComparing(InsightGroup::figures, largest);
        for (InsightDimension dimension : InsightDimension.values()) {
            order = order.thenComparing(group -> group.keys().getOrDefault(dimension, ""));
        }
        return groups.stream().sorted(order).limit(query.max()).toList();
    }
}
