package io.github.licensing4j.core.store.jdbc;

import static io.github.licensing4j.InsightDimension.CODE;
import static io.github.licensing4j.InsightDimension.CUSTOMER;
import static io.github.licensing4j.InsightDimension.ENDPOINT;
import static io.github.licensing4j.InsightDimension.FEATURE;
import static io.github.licensing4j.InsightDimension.LICENSE;
import static io.github.licensing4j.InsightDimension.METER;
import static io.github.licensing4j.InsightDimension.PLAN;
import static io.github.licensing4j.InsightDimension.STATUS;
import static io.github.licensing4j.tck.SampleRecords.ISSUER;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.InsightDimension;
import io.github.licensing4j.InsightGroup;
import io.github.licensing4j.InsightOrder;
import io.github.licensing4j.InsightStep;
import io.github.licensing4j.Page;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.core.store.jdbc.SpeedData.Row;
import io.github.licensing4j.spi.InsightQuery;
import io.github.licensing4j.spi.InsightRange;
import io.github.licensing4j.spi.InsightStore;
import io.github.licensing4j.spi.Store;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Reads each view of the sums of many licenses over 91 days, for ranges of whole months and for others. Few licenses: the numbers are
 * those of the rows. Many: the time is bounded and printed.
 */
class InsightSpeedTest {
    private static final Instant FROM = SpeedData.FROM;
    private static final Instant TO = Instant.parse("2026-12-01T00:00:00Z");
    private static final int RUNS = 5;
    /** The bounds of processor time, which other processes of the machine change little. */
    private static final Duration MOST_SQLITE = Duration.ofMillis(400);

    private static final Duration MOST_POSTGRES = Duration.ofMillis(200);

    private static final Map<String, InsightRange> RANGES = Map.of(
            "3 whole months", range(FROM, TO),
            "90 days", range(FROM.plus(Duration.ofDays(1)), TO),
            "89 days within months", range(FROM.plus(Duration.ofDays(1)), TO.minus(Duration.ofDays(1))),
            "30 days", range(FROM.plus(Duration.ofDays(48)), FROM.plus(Duration.ofDays(78))));
    private static final InsightRange DAYS = new InsightRange(FROM, TO, InsightStep.DAY, List.of());
    private static final InsightRange MONTHS = new InsightRange(
            FROM,
            TO,
            InsightStep.PERIOD,
            List.of(FROM, Instant.parse("2026-10-01T00:00:00Z"), Instant.parse("2026-11-01T00:00:00Z")));
    private static final InsightRange PERIODS = new InsightRange(
            FROM,
            TO,
            InsightStep.PERIOD,
            List.of(
                    Instant.parse("2026-08-13T00:00:00Z"),
                    Instant.parse("2026-09-13T00:00:00Z"),
                    Instant.parse("2026-10-13T00:00:00Z"),
                    Instant.parse("2026-11-13T00:00:00Z")));

    @TempDir
    Path dir;

    private static InsightRange range(Instant from, Instant to) {
        return new InsightRange(from, to, InsightStep.RANGE, List.of());
    }

    /** Reads one view. */
    private interface Reader {
        <F> void read(String name, Function<InsightQuery, Page<InsightGroup<F>>> read, InsightQuery query);
    }

    @Test
    void embeddedViewsAreExact() throws SQLException {
        try (Store store = embedded(40)) {
            views(store.insights().orElseThrow(), exact(40));
        }
    }

    @Test
    void sharedViewsAreExact() throws SQLException {
        try (Store store = shared(Postgres.newStoreSchema(), 40)) {
            views(store.insights().orElseThrow(), exact(40));
        }
    }

    @Test
    @Tag("proof")
    void embeddedViewsOfTenThousandLicensesAreFast() throws SQLException {
        try (Store store = embedded(10_000)) {
            views(store.insights().orElseThrow(), fast("SQLite", ServerTime::own, MOST_SQLITE));
        }
    }

    @Test
    @Tag("proof")
    void sharedViewsOfTenThousandLicensesAreFast() throws SQLException {
        PGSimpleDataSource source = Postgres.newStoreSchema();
        source.setOptions("-c max_parallel_workers_per_gather=0");
        try (TestPool pool = new TestPool(source);
                Store store = shared(pool, 10_000)) {
            views(store.insights().orElseThrow(), fast("PostgreSQL", ServerTime.with(pool), MOST_POSTGRES));
        }
    }

    private Store embedded(int licenses) throws SQLException {
        JdbcStore.embedded(dir).close();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + dir.resolve(SqliteFile.NAME))) {
            SpeedData.fill(connection, "sqlite", licenses);
        }
        return JdbcStore.embedded(dir);
    }

    private static Store shared(DataSource source, int licenses) throws SQLException {
        try (Connection connection = source.getConnection()) {
            SpeedData.fill(connection, "postgres", licenses);
        }
        Postgres.run(source, "vacuum analyze");
        return JdbcStore.on(source, PostgresSettings.defaults());
    }

    private static void views(InsightStore store, Reader reader) {
        RANGES.forEach((name, range) -> {
            reader.read("usage by customer, " + name, store::usage, largest(range, CUSTOMER));
            reader.read("usage by license, " + name, store::usage, largest(range, LICENSE));
            reader.read("usage by license and plan, " + name, store::usage, largest(range, LICENSE, PLAN));
            reader.read("usage by plan, " + name, store::usage, largest(range, PLAN));
            reader.read(
                    "usage by plan, feature, endpoint, " + name, store::usage, largest(range, PLAN, FEATURE, ENDPOINT));
            reader.read("customers, " + name, store::customers, largest(range));
            reader.read("customers by plan, " + name, store::customers, largest(range, PLAN));
            reader.read("customers by endpoint, " + name, store::customers, largest(range, ENDPOINT));
            reader.read("customers by meter and status, " + name, store::customers, largest(range, METER, STATUS));
            reader.read("revenue by customer, " + name, store::revenue, largest(range, CUSTOMER));
            reader.read("refusals by code and plan, " + name, store::refusals, largest(range, CODE, PLAN));
            reader.read("latency by endpoint, " + name, store::latency, largest(range, ENDPOINT));
        });
        divided(store, reader);
    }

    private static void divided(InsightStore store, Reader reader) {
        reader.read("usage by customer and day", store::usage, largest(DAYS, CUSTOMER));
        reader.read("usage by license and month", store::usage, largest(MONTHS, LICENSE));
        reader.read("usage by license and period", store::usage, largest(PERIODS, LICENSE));
        reader.read("usage by endpoint and day", store::usage, largest(DAYS, ENDPOINT));
        reader.read("usage of a customer by day", store::usage, with(largest(DAYS), CUSTOMER, "customer7"));
        reader.read("usage of a license by endpoint", store::usage, with(largest(MONTHS, ENDPOINT), LICENSE, "lic_7"));
        reader.read("usage of a plan by license", store::usage, with(largest(MONTHS, LICENSE), PLAN, "pro@1"));
        reader.read("customers by plan and month", store::customers, largest(MONTHS, PLAN));
        reader.read("customers by period", store::customers, largest(PERIODS));
        reader.read("customers by day", store::customers, largest(DAYS));
        reader.read("customers by endpoint and day", store::customers, largest(DAYS, ENDPOINT));
        reader.read("customers of an endpoint by day", store::customers, with(largest(DAYS), ENDPOINT, "GET /3"));
        reader.read("revenue by plan and month", store::revenue, largest(MONTHS, PLAN));
    }

    private static Reader exact(int licenses) {
        List<Row> rows = SpeedData.rows(licenses);
        return new Reader() {
            @Override
            public <F> void read(String name, Function<InsightQuery, Page<InsightGroup<F>>> read, InsightQuery query) {
                List<?> expected = name.startsWith("usage")
                        ? SpeedData.usage(rows, query)
                        : name.startsWith("customers") ? SpeedData.customers(rows, query) : List.of();
                List<InsightGroup<F>> found = read.apply(query).items();
                assertThat(found).as(name).isNotEmpty();
                if (!expected.isEmpty()) {
                    assertThat(found).as(name).containsExactlyElementsOf(cast(expected));
                }
            }
        };
    }

    @SuppressWarnings("unchecked")
    private static <T> List<T> cast(List<?> list) {
        return (List<T>) list;
    }

    private static Reader fast(String database, LongSupplier processor, Duration most) {
        return new Reader() {
            @Override
            public <F> void read(String name, Function<InsightQuery, Page<InsightGroup<F>>> read, InsightQuery query) {
                long best = Long.MAX_VALUE;
                long elapsed = Long.MAX_VALUE;
                for (int i = 0; i < RUNS; i++) {
                    long start = System.nanoTime();
                    long used = processor.getAsLong();
                    assertThat(read.apply(query).items()).as(name).isNotEmpty();
                    best = Math.min(best, processor.getAsLong() - used);
                    elapsed = Math.min(elapsed, System.nanoTime() - start);
                }
                System.out.printf(
                        "%s %s: %d ms, %d ms elapsed%n", database, name, best / 1_000_000, elapsed / 1_000_000);
                assertThat(Duration.ofNanos(best)).as(name).isLessThanOrEqualTo(most);
            }
        };
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
