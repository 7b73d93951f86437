package io.github.licensing4j.core.store.jdbc;

import static io.github.licensing4j.InsightDimension.CODE;
import static io.github.licensing4j.InsightDimension.CUSTOMER;
import static io.github.licensing4j.InsightDimension.ENDPOINT;
import static io.github.licensing4j.InsightDimension.FEATURE;
import static io.github.licensing4j.InsightDimension.LICENSE;
import static io.github.licensing4j.InsightDimension.PLAN;
import static io.github.licensing4j.tck.SampleRecords.ISSUER;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.InsightDimension;
import io.github.licensing4j.InsightOrder;
import io.github.licensing4j.InsightStep;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.spi.InsightQuery;
import io.github.licensing4j.spi.InsightRange;
import io.github.licensing4j.spi.InsightStore;
import io.github.licensing4j.spi.Store;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prints how long each view takes with the sums of many licenses over 90 days. */
class InsightSpeedTest {
    private static final Instant FROM = Instant.parse("2026-09-01T00:00:00Z");
    private static final Instant TO = FROM.plus(Duration.ofDays(90));
    private static final long FIRST_DAY = FROM.getEpochSecond() / 86_400;
    private static final int RUNS = 5;
    private static final InsightRange ALL = new InsightRange(FROM, TO, InsightStep.RANGE, List.of());
    private static final InsightRange DAYS = new InsightRange(FROM, TO, InsightStep.DAY, List.of());
    private static final InsightRange FROM_15TH =
            new InsightRange(FROM.plus(Duration.ofDays(14)), TO, InsightStep.RANGE, List.of());
    private static final InsightRange MONTHS = new InsightRange(
            FROM,
            TO,
            InsightStep.PERIOD,
            List.of(FROM, Instant.parse("2026-10-01T00:00:00Z"), Instant.parse("2026-11-01T00:00:00Z")));

    @TempDir
    Path dir;

    @Test
    void readsEveryViewOfHundredLicenses() throws Exception {
        embedded(100);
    }

    @Test
    @Tag("proof")
    void readsEveryViewOfTenThousandLicenses() throws Exception {
        embedded(10_000);
        DataSource source = Postgres.newStoreSchema();
        JdbcStore.on(source, PostgresSettings.defaults()).close();
        try (Connection connection = source.getConnection()) {
            fill(connection, 10_000);
        }
        Postgres.run(source, "analyze");
        try (Store store = JdbcStore.on(source, PostgresSettings.defaults())) {
            views("PostgreSQL", store.insights().orElseThrow(), 10_000);
        }
    }

    private void embedded(int licenses) throws SQLException {
        JdbcStore.embedded(dir).close();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + dir.resolve(SqliteFile.NAME))) {
            fill(connection, licenses);
        }
        try (Store store = JdbcStore.embedded(dir)) {
            views("SQLite", store.insights().orElseThrow(), licenses);
        }
    }

    /** Each license has one row a day, of one of three plans and five endpoints; two licenses have one customer. */
    private static void fill(Connection connection, int licenses) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (List<String> scripts : List.of(names(licenses), usage(licenses), others(licenses))) {
                for (String script : scripts) {
                    statement.executeUpdate(script);
                }
            }
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
        String month = "case when day < " + (FIRST_DAY + 30) + " then 24320 when day < " + (FIRST_DAY + 61)
                + " then 24321 else 24322 end";
        String sums = "sum(units_hi), sum(units_lo), sum(calls_hi), sum(calls_lo)";
        String keys = "issuer, day, meter, kind, plan, feature, endpoint, status";
        String ofMonth = "issuer, month, license, meter, kind, customer, plan";
        return List.of(
                "insert into licensing_usage_days" + numbers(licenses * 90) + "1, 1000 + i % " + licenses + ", "
                        + FIRST_DAY + " + i / " + licenses + ", 2, 0, 100000 + (i % " + licenses
                        + ") / 2, 3 + i % 3, 11, 6 + i % 5, 2, 0, 1 + i % 977, 0, 1 + i % 977 from n",
                "insert into licensing_usage_day_sums select " + keys + ", " + sums
                        + " from licensing_usage_days group by " + keys,
                "insert into licensing_usage_months select " + ofMonth + ", " + sums + " from (select d.*, " + month
                        + " as month from licensing_usage_days d) m group by " + ofMonth);
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

    private static void views(String name, InsightStore store, int licenses) {
        int page = Math.min(100, licenses / 2);
        ToIntFunction<InsightQuery> usage = query -> store.usage(query).items().size();
        view(name + " usage by customer", page, usage, largest(ALL, CUSTOMER));
        view(name + " usage by license, from the 15th", Math.min(100, licenses), usage, largest(FROM_15TH, LICENSE));
        view(name + " usage by plan", 3, usage, largest(ALL, PLAN));
        view(name + " usage by endpoint and day", 100, usage, largest(DAYS, ENDPOINT));
        view(name + " usage by plan, feature, endpoint", 15, usage, largest(ALL, PLAN, FEATURE, ENDPOINT));
        view(name + " usage of a customer by day", 90, usage, with(largest(DAYS), CUSTOMER, "customer7"));
        ToIntFunction<InsightQuery> customers =
                query -> store.customers(query).items().size();
        view(name + " customers", 1, customers, largest(ALL));
        view(name + " customers by plan and month", 9, customers, largest(MONTHS, PLAN));
        view(name + " customers by day", 90, customers, largest(DAYS));
        view(name + " customers by endpoint", 5, customers, largest(ALL, ENDPOINT));
        ToIntFunction<InsightQuery> revenue =
                query -> store.revenue(query).items().size();
        view(name + " revenue by customer", page, revenue, largest(ALL, CUSTOMER));
        view(name + " revenue by plan and month", 9, revenue, largest(MONTHS, PLAN));
        ToIntFunction<InsightQuery> refusals =
                query -> store.refusals(query).items().size();
        view(name + " refusals by code and plan", 6, refusals, largest(ALL, CODE, PLAN));
        ToIntFunction<InsightQuery> latency =
                query -> store.latency(query).items().size();
        view(name + " latency by endpoint", 5, latency, largest(ALL, ENDPOINT));
    }

    private static void view(String name, int groups, ToIntFunction<InsightQuery> read, InsightQuery query) {
        Duration best = Duration.ofDays(1);
        for (int i = 0; i < RUNS; i++) {
            long start = System.nanoTime();
            assertThat(read.applyAsInt(query)).as(name).isEqualTo(groups);
            Duration taken = Duration.ofNanos(System.nanoTime() - start);
            best = taken.compareTo(best) < 0 ? taken : best;
        }
        System.out.printf("%s: %d ms%n", name, best.toMillis());
    }

    private static InsightQuery largest(InsightRange range, InsightDimension... by) {
        return new InsightQuery(
                ISSUER, Map.of(), range, Set.of(by), UsageKind.CHARGED, InsightOrder.LARGEST, null, 100);
    }

    private static InsightQuery with(InsightQuery query, InsightDimension dimension, String value) {
        return new InsightQuery(
                query.issuer(),
                Map.of(dimension, value),
                query.range(),
                query.by(),
                query.kind(),
                query.order(),
                null,
                query.max());
    }
}
