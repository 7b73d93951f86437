package io.github.licensing4j.core.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.spi.Store;
import io.github.licensing4j.tck.UsageFiguresContract;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The sums of an older store, and those that were added to it later, are those of its hours. */
class RollupUpgradeTest {
    private static final List<String> TABLES = List.of(
            "licensing_names",
            "licensing_ledger_state",
            "licensing_usage_sources",
            "licensing_usage",
            "licensing_state");
    /** The sums of version 12. */
    private static final List<String> SUMS =
            List.of("licensing_usage_days", "licensing_usage_day_sums", "licensing_usage_months");
    /** The sums of version 13. */
    private static final List<String> ADDED = List.of(
            "licensing_usage_license_days",
            "licensing_usage_license_fives",
            "licensing_active_days",
            "licensing_active_call_days",
            "licensing_active_call_fives",
            "licensing_active_call_months");

    private static final List<String> SCRIPTS = List.of(
            "1.0__licenses.sql",
            "2.0__usage.sql",
            "3.0__terms.sql",
            "4.0__leases.sql",
            "5.0__timeline.sql",
            "6.0__proofs.sql",
            "7.0__signature_keys.sql",
            "8.0__external_names.sql",
            "9.0__seats.sql",
            "10.0__seat_holdings.sql",
            "11.0__bindings.sql",
            "12.0__rollups.sql");

    @TempDir
    Path dir;

    private Migrations older(String platform, int version) throws Exception {
        Path scripts = Files.createDirectories(dir.resolve("scripts").resolve(platform));
        for (String script : SCRIPTS.subList(0, version)) {
            try (InputStream in = Migrations.class.getResourceAsStream(platform + "/" + script)) {
                Files.write(scripts.resolve(script), in.readAllBytes());
            }
        }
        return new Migrations(platform, "filesystem:" + dir.resolve("scripts"), version);
    }

    private static List<String> tables(int version) {
        List<String> tables = new ArrayList<>(TABLES);
        tables.addAll(version < 12 ? List.of() : SUMS);
        return tables;
    }

    @ParameterizedTest
    @ValueSource(ints = {11, 12})
    void addsUpHoursOfEmbeddedStore(int version) throws Exception {
        Path newest = dir.resolve("newest");
        Path data = dir.resolve("data");
        SqliteDatabase.open(data, older("sqlite", version)).close();
        try (Store store = JdbcStore.embedded(newest)) {
            UsageFiguresContract.fill(store);
        }
        try (Connection from = DriverManager.getConnection("jdbc:sqlite:" + newest.resolve("licensing.db"));
                Connection to = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("licensing.db"))) {
            new OlderTables(from, to).fill(tables(version), version);
        }
        check(JdbcStore.embedded(data));
        try (Connection one = DriverManager.getConnection("jdbc:sqlite:" + newest.resolve("licensing.db"));
                Connection other = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("licensing.db"))) {
            compareTables(one, other);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = 11)
    void addsUpHoursOfSharedStore(int version) throws Exception {
        Postgres database = Postgres.database();
        DataSource newest = database.schema();
        DataSource data = database.schema();
        PostgresDatabase.open(data, PostgresSettings.defaults(), older("postgres", version))
                .close();
        try (Store store = JdbcStore.on(newest, PostgresSettings.defaults())) {
            UsageFiguresContract.fill(store);
        }
        try (Connection from = newest.getConnection();
                Connection to = data.getConnection()) {
            new OlderTables(from, to).fill(tables(version), version);
        }
        check(JdbcStore.on(data, PostgresSettings.defaults()));
        try (Connection one = newest.getConnection();
                Connection other = data.getConnection()) {
            compareTables(one, other);
        }
    }

    @Test
    void movedStoreHasItsFigures() {
        Path data = dir.resolve("data");
        try (Store store = JdbcStore.embedded(data)) {
            UsageFiguresContract.fill(store);
        }
        PGSimpleDataSource target = Postgres.newSchema();
        JdbcTarget to = new JdbcTarget(String.valueOf(target.getURL()), target.getUser(), target.getPassword());
        try (StoreMove move = StoreMove.open(data, to)) {
            assertThat(move.run()).isNotEmpty();
        }
        check(JdbcStore.on(target, PostgresSettings.defaults()));
    }

    /** The sums that a script adds up are those that were added one batch after another. */
    private static void compareTables(Connection one, Connection other) throws SQLException {
        for (String table : ADDED) {
            assertThat(rows(other, table)).as(table).isNotEmpty().isEqualTo(rows(one, table));
        }
    }

    private static Set<String> rows(Connection connection, String table) throws SQLException {
        Set<String> rows = new TreeSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("select * from " + table)) {
            while (found.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                    row.append(found.getLong(i)).append(' ');
                }
                rows.add(row.toString());
            }
        }
        return rows;
    }

    private static void check(Store upgraded) {
        UsageFiguresContract contract = new UsageFiguresContract() {
            @Override
            public Store store() {
                return upgraded;
            }

            @Override
            public Store otherNode() {
                return upgraded;
            }
        };
        try (upgraded) {
            assertThat(contract.ledger().balances(null, 100).items()).hasSizeGreaterThan(10);
            contract.compareWithLedger(20);
        }
    }
}
