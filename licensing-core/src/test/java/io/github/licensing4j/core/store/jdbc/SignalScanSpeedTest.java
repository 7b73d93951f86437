package io.github.licensing4j.core.store.jdbc;

import static io.github.licensing4j.tck.SampleRecords.ISSUER;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.SignalKind;
import io.github.licensing4j.core.catalog.Catalog;
import io.github.licensing4j.core.catalog.CatalogParser;
import io.github.licensing4j.core.insight.signal.Finding;
import io.github.licensing4j.core.insight.signal.SignalScan;
import io.github.licensing4j.core.insight.signal.SignalSettings;
import io.github.licensing4j.core.insight.signal.SignalSources;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.StoreChangeBuilder;
import io.github.licensing4j.tck.SampleRecords;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prints how long scans for signals take with many licenses, the first of an hour and those after it. */
class SignalScanSpeedTest {
    private static final Instant NOW = Instant.parse("2026-09-01T12:10:00Z");
    private static final long HOUR = NOW.getEpochSecond() / 3_600;
    private static final long TODAY = NOW.getEpochSecond() / 86_400;
    private static final int AT_ONCE = 500;
    private static final int RUNS = 3;

    @TempDir
    Path dir;

    @Test
    void scansHundredLicenses() throws SQLException {
        embedded(100);
    }

    @Test
    @Tag("proof")
    void scansTenThousandLicenses() throws Exception {
        embedded(10_000);
        DataSource source = Postgres.newStoreSchema();
        JdbcStore.on(source, PostgresSettings.defaults()).close();
        try (Connection connection = source.getConnection()) {
            fill(connection, "postgres", 10_000);
        }
        Postgres.run(source, "analyze");
        try (Store store = JdbcStore.on(source, PostgresSettings.defaults())) {
            scans("PostgreSQL", store, 10_000);
        }
    }

    private void embedded(int licenses) throws SQLException {
        JdbcStore.embedded(dir).close();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + dir.resolve(SqliteFile.NAME))) {
            fill(connection, "sqlite", licenses);
        }
        try (Store store = JdbcStore.embedded(dir)) {
            scans("SQLite", store, licenses);
        }
    }

    private static void fill(Connection connection, String platform, int licenses) throws SQLException {
        List<String> scripts = new ArrayList<>(scripts(licenses));
        scripts.addAll(SpeedData.sums(platform, "13.0__active.sql"));
        try (Statement statement = connection.createStatement()) {
            for (String script : scripts) {
                statement.executeUpdate(script);
            }
        }
    }

    private static String numbers(int count) {
        return " with recursive n(i) as (select 0 union all select i + 1 from n where i < " + (count - 1) + ") select ";
    }

    /**
     * Every license has about 100 calls in each hour of 56 days. Of twenty, one is usually four times as busy at this time, and of a
     * hundred one has a burst. Of fifty, one is silent for five days. Of ten, one is refused a feature and by its rate limit each day.
     */
    private static List<String> scripts(int licenses) {
        String names = "insert into licensing_names (id, handle, name)";
        String usage = "insert into licensing_usage";
        String day = TODAY + " - 56 + i / " + licenses;
        return List.of(
                names + " values (1, '" + ISSUER + "', '" + ISSUER
                        + "'), (2, 'calls', 'calls'), (4, 'pro@1', 'pro@1'), (11, '', ''),"
                        + " (12, 'rate-limited', 'rate-limited'), (13, 'feature-not-licensed', 'feature-not-licensed')",
                names + numbers(5) + "6 + i, 'GET /' || i, 'GET /' || i from n",
                names + numbers(licenses) + "1000 + i, 'lic_' || i, 'lic_' || i from n",
                "insert into licensing_usage_days" + numbers(licenses * 57) + "1, 1000 + i % " + licenses + ", " + day
                        + ", 2, 0, 11, 4, 11, 6, 2, 0, 2400, 0, 2400 from n where " + day + " < " + (TODAY - 5)
                        + " or i % " + licenses + " % 50 <> 7",
                usage + numbers(licenses * 3) + "1, 1000 + i % " + licenses + ", " + HOUR + " - i / " + licenses
                        + ", 2, 0, 11, 4, 11, 6, 2, 1, case when i % 100 = 40 then 9000 when i % 20 = 0 then 450 else 100"
                        + " end, 100 from n where i % 50 <> 7",
                usage + numbers(licenses / 20 * 840) + "1, 1000 + i / 840 * 20, " + (HOUR - 3)
                        + " - i % 840, 2, 0, 11, 4, 11, 6, 2, 1, case when i % 24 between 20 and 23 then 450 else 100 end,"
                        + " 100 from n",
                "insert into licensing_refusal_days" + numbers(licenses / 10 * 28) + "1, " + TODAY
                        + " - i % 14, 12 + (i / 14) % 2, 1000 + i / 28 * 10, 11, 4, 6, 0, 10 from n");
    }

    private static void storeLicenses(Store store, int licenses) {
        for (int from = 0; from < licenses; from += AT_ONCE) {
            StoreChangeBuilder change = StoreChange.builder();
            for (int license = from; license < Math.min(licenses, from + AT_ONCE); license++) {
                change.license(
                        LicenseRecord.of(
                                new LicenseId(ISSUER, "lic_" + license),
                                "acme",
                                PlanId.parse("pro@1"),
                                NOW.minus(Duration.ofDays(90)),
                                ZoneOffset.UTC),
                        SampleRecords.ACTIVE);
            }
            store.commit(change.build());
        }
    }

    private static void scans(String name, Store store, int licenses) {
        storeLicenses(store, licenses);
        Catalog catalog = CatalogParser.parse(
                "f", "catalog: f\nplans:\n  pro@1: { limits: { burst: { kind: rate, permits: 10, per: PT1S } } }\n");
        SignalScan scan = new SignalScan(
                new SignalSources(
                        store.insights().orElseThrow(),
                        store.signals().orElseThrow(),
                        store.licenses(),
                        () -> catalog,
                        license -> List.of()),
                SignalSettings.defaults(),
                List.of(ISSUER));
        for (int run = 1; run <= RUNS; run++) {
            long start = System.nanoTime();
            List<Finding> findings = scan.scan(NOW);
            Duration taken = Duration.ofNanos(System.nanoTime() - start);
            System.out.printf("%s, scan %d of %d licenses: %d ms%n", name, run, licenses, taken.toMillis());
            assertThat(findings.stream().collect(Collectors.groupingBy(Finding::kind, Collectors.counting())))
                    .isEqualTo(Map.of(
                            SignalKind.BURST, licenses / 100L,
                            SignalKind.SILENCE, licenses / 50L,
                            SignalKind.NEAR_LIMIT, licenses / 10L,
                            SignalKind.FEATURE_REFUSED, licenses / 10L));
        }
    }
}
