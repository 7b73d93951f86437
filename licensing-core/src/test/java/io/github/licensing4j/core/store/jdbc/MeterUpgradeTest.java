package io.github.licensing4j.core.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.licensing4j.Meter;
import io.github.licensing4j.spi.CountedMeter;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.spi.StoreConflictException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Usage of a store of version 2, which has no scales, takes the scale of the first catalog. */
@Tag("4.1.1")
class MeterUpgradeTest {
    private static final List<String> OLDER = List.of("1.0__licenses.sql", "2.0__usage.sql");

    @TempDir
    Path dir;

    private Migrations versionTwo(String platform) throws Exception {
        Path scripts = Files.createDirectories(dir.resolve("scripts").resolve(platform));
        for (String script : OLDER) {
            try (InputStream in = Migrations.class.getResourceAsStream(platform + "/" + script)) {
                Files.write(scripts.resolve(script), in.readAllBytes());
            }
        }
        return new Migrations(platform, "filesystem:" + dir.resolve("scripts"), OLDER.size());
    }

    private static void count(Connection older) throws Exception {
        try (Statement statement = older.createStatement()) {
            statement.execute("insert into licensing_names (id, handle, name) values"
                    + " (1, 'iss', 'iss'), (2, 'egress', 'egress'), (3, 'tokens', 'tokens')");
            statement.execute(
                    "insert into licensing_usage (issuer, license, hour, meter, kind, customer, plan, feature,"
                            + " endpoint, status, source, units, calls) values (1, 1, 5, 2, 0, 1, 1, 1, 1, 2, 1, 2500, 1)");
            statement.execute("insert into licensing_counters (issuer, license, window_end, window_start, limit_name,"
                    + " meter, kind, per, scope, subject, used) values (1, 1, 9, 0, 1, 3, 1, 1, 1, 0, 7)");
        }
    }

    private static void check(Store store) {
        assertThat(store.usage().meters())
                .containsExactly(
                        new CountedMeter("egress", "", CountedMeter.UNKNOWN, false),
                        new CountedMeter("tokens", "", CountedMeter.UNKNOWN, false));
        store.usage().declare(List.of(new Meter("egress", "GB", 3, null)));
        assertThat(store.usage().meters().get(0)).isEqualTo(new CountedMeter("egress", "GB", 3, true));
        assertThat(store.usage().meters().get(1).isKnown()).isFalse();
        assertThatExceptionOfType(StoreConflictException.class)
                .isThrownBy(() -> store.usage().declare(List.of(new Meter("egress", "GB", 1, null))));
    }

    @Test
    void embeddedStoreTakesFirstScale() throws Exception {
        Path data = dir.resolve("data");
        SqliteDatabase.open(data, versionTwo("sqlite")).close();
        try (Connection older = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("licensing.db"))) {
            count(older);
        }
        try (Store store = JdbcStore.embedded(data)) {
            check(store);
        }
    }

    @Test
    void sharedStoreTakesFirstScale() throws Exception {
        DataSource data = Postgres.newSchema();
        PostgresSettings settings = PostgresSettings.defaults();
        PostgresDatabase.open(data, settings, versionTwo("postgres")).close();
        try (Connection older = data.getConnection()) {
            count(older);
        }
        try (Store store = JdbcStore.on(data, settings)) {
            check(store);
        }
    }
}
