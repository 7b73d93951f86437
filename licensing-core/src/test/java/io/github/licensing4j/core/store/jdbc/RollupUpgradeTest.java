package io.github.licensing4j.core.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.spi.Store;
import io.github.licensing4j.tck.UsageFiguresContract;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sums by day and month of a store of version 11 are those of its hours. */
class RollupUpgradeTest {
    private static final int OLDER = 11;
    private static final List<String> TABLES = List.of(
            "licensing_names",
            "licensing_ledger_state",
            "licensing_usage_sources",
            "licensing_usage",
            "licensing_state");
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
            "11.0__bindings.sql");

    @TempDir
    Path dir;

    private Migrations older(String platform) throws Exception {
        Path scripts = Files.createDirectories(dir.resolve("scripts").resolve(platform));
        for (String script : SCRIPTS) {
            try (InputStream in = Migrations.class.getResourceAsStream(platform + "/" + script)) {
                Files.write(scripts.resolve(script), in.readAllBytes());
            }
        }
        return new Migrations(platform, "filesystem:" + dir.resolve("scripts"), OLDER);
    }

    @Test
    void addsUpHoursOfEmbeddedStore() throws Exception {
        Path newest = dir.resolve("newest");
        Path data = dir.resolve("data");
        SqliteDatabase.open(data, older("sqlite")).close();
        try (Store store = JdbcStore.embedded(newest)) {
            UsageFiguresContract.fill(store);
        }
        try (Connection from = DriverManager.getConnection("jdbc:sqlite:" + newest.resolve("licensing.db"));
                Connection to = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("licensing.db"))) {
            new OlderTables(from, to).fill(TABLES, OLDER);
        }
        check(JdbcStore.embedded(data));
    }

    @Test
    void addsUpHoursOfSharedStore() throws Exception {
        Postgres database = Postgres.database();
        DataSource newest = database.schema();
        DataSource data = database.schema();
        PostgresDatabase.open(data, PostgresSettings.defaults(), older("postgres"))
                .close();
        try (Store store = JdbcStore.on(newest, PostgresSettings.defaults())) {
            UsageFiguresContract.fill(store);
        }
        try (Connection from = newest.getConnection();
                Connection to = data.getConnection()) {
            new OlderTables(from, to).fill(TABLES, OLDER);
        }
        check(JdbcStore.on(data, PostgresSettings.defaults()));
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
            contract.compareWithLedger(30);
        }
    }
}
