package io.github.licensing4j.core.store.jdbc;

import static io.github.licensing4j.tck.SampleRecords.ISSUER;
import static io.github.licensing4j.tck.SampleRecords.change;
import static io.github.licensing4j.tck.SampleRecords.license;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.LicensingException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Tests that tables are created and migrated without loss, or that a start is rejected with the scripts to run. */
class MigrationsTest {
    private static final String PATH = "io/github/licensing4j/core/store/jdbc";
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
            "12.0__rollups.sql",
            "13.0__active.sql",
            "14.0__signals.sql");

    @TempDir
    Path dir;

    private static String resource(String name) throws IOException {
        try (InputStream in = MigrationsTest.class.getClassLoader().getResourceAsStream(PATH + "/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Returns the scripts of the next version. */
    private Migrations nextVersion(String platform, String script) throws IOException {
        Path scripts = Files.createDirectories(dir.resolve("scripts").resolve(platform));
        for (String known : SCRIPTS) {
            Files.writeString(scripts.resolve(known), resource(platform + "/" + known));
        }
        Files.writeString(scripts.resolve("15.0__more.sql"), script);
        return new Migrations(platform, "filesystem:" + dir.resolve("scripts"), SCRIPTS.size() + 1);
    }

    private static final String MORE = """
            alter table licensing_licenses add column note text;
            create table licensing_more (id text not null primary key);
            update licensing_state set version = 15;
            """;

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void indexListsAllScripts(String platform) throws IOException {
        StringBuilder index = new StringBuilder();
        for (String script : SCRIPTS) {
            CRC32 sum = new CRC32();
            resource(platform + "/" + script)
                    .lines()
                    .forEach(line -> sum.update(line.getBytes(StandardCharsets.UTF_8)));
            index.append((int) sum.getValue()).append(',').append(script).append('\n');
        }
        assertThat(resource(platform + "/idx_" + platform + ".migrations")).isEqualTo(index.toString());
    }

    @Test
    void upgradeKeepsData() throws IOException {
        Path data = dir.resolve("data");
        try (JdbcStore store = JdbcStore.embedded(data)) {
            store.commit(change(license("lic_1"), license("lic_2")));
        }
        Migrations next = nextVersion("sqlite", MORE);
        for (int start = 0; start < 2; start++) {
            try (SqliteDatabase database = SqliteDatabase.open(data, next)) {
                JdbcStore store = new JdbcStore(database);
                assertThat(store.licenses().find(new LicenseId(ISSUER, "lic_2")))
                        .contains(license("lic_2"));
                assertThat(store.commit(change(license("lic_new" + start)))).isEqualTo(2 + start);
                long rows = database.read("test", session -> session.number("select count(*) from licensing_more"));
                assertThat(rows).isZero();
            }
        }
        assertThatThrownBy(() -> JdbcStore.embedded(data))
                .isInstanceOf(LicensingException.class)
                .hasMessageContaining("of version 15, which is newer than this library: expected version 14");
    }

    @Test
    void failedUpgradeChangesNothing() throws IOException {
        Path data = dir.resolve("data");
        try (JdbcStore store = JdbcStore.embedded(data)) {
            store.commit(change(license("lic_1")));
        }
        Migrations broken = nextVersion("sqlite", MORE + "insert into nowhere values (1);\n");
        assertThatThrownBy(() -> SqliteDatabase.open(data, broken))
                .isInstanceOf(LicensingException.class)
                .hasMessageContaining("migrated to version 15")
                .hasMessageContaining("nowhere");
        try (JdbcStore store = JdbcStore.embedded(data)) {
            assertThat(store.licenses().find(new LicenseId(ISSUER, "lic_1"))).isPresent();
            store.commit(change(license("lic_2")));
        }
    }

    @Test
    void upgradesSharedDatabase() throws Exception {
        PGSimpleDataSource source = Postgres.newSchema();
        try (JdbcStore store = JdbcStore.on(source, PostgresSettings.defaults())) {
            store.commit(change(license("lic_1")));
        }
        PostgresDatabase upgraded =
                PostgresDatabase.open(source, PostgresSettings.defaults(), nextVersion("postgres", MORE));
        try (JdbcStore store = new JdbcStore(upgraded)) {
            assertThat(store.licenses().find(new LicenseId(ISSUER, "lic_1"))).contains(license("lic_1"));
        }
        assertThatThrownBy(() -> JdbcStore.on(source, PostgresSettings.defaults()))
                .hasMessageContaining("newer than this library");
    }

    @Test
    void namesScriptsForHostToRun() throws Exception {
        PGSimpleDataSource source = Postgres.newSchema();
        PostgresSettings checked = PostgresSettings.defaults().tables(PostgresSettings.Tables.CHECKED);
        assertThatThrownBy(() -> JdbcStore.on(source, checked))
                .isInstanceOf(LicensingException.class)
                .hasMessageContaining("missing, expected version 14")
                .hasMessageContaining(String.join(
                        ", then ",
                        SCRIPTS.stream()
                                .map(script -> PATH + "/postgres/" + script)
                                .toList()));
        for (String script : SCRIPTS) {
            Postgres.run(source, resource("postgres/" + script));
        }
        try (JdbcStore store = JdbcStore.on(source, checked)) {
            assertThat(store.commit(change(license("lic_1")))).isEqualTo(1);
        }
        Postgres.run(source, "update licensing_state set version = 15");
        assertThatThrownBy(() -> JdbcStore.on(source, checked)).hasMessageContaining("of version 15, which is newer");
    }
}
