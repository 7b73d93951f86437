package io.github.licensing4j.core.store.jdbc;

import static io.github.licensing4j.tck.SampleRecords.NOW;
import static io.github.licensing4j.tck.SampleRecords.change;
import static io.github.licensing4j.tck.SampleRecords.license;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.PlanId;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.LicenseStore;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Former revisions of a license that are not read any more are removed. */
class PastLicenseTableTest {
    /** Copies the former revision of a license, with other numbers. */
    private static final String MORE = "insert into licensing_past_licenses (" + LicenseColumns.NAMES + ", held_until)"
            + " with recursive n(i) as (select 2 union all select i + 1 from n where i < "
            + (LicenseStore.MOST_PAST + 5)
            + ") select " + LicenseColumns.NAMES.replaceAll("\\brevision\\b", "n.i")
            + ", held_until from licensing_past_licenses, n where id = 'lic_1'";

    @TempDir
    Path dir;

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void keepsWhatIsRead(String platform) {
        Database database = platform.equals("sqlite")
                ? SqliteDatabase.open(dir, Migrations.of("sqlite"))
                : PostgresDatabase.open(
                        Postgres.newStoreSchema(), PostgresSettings.defaults(), Migrations.of("postgres"));
        try (JdbcStore store = new JdbcStore(database)) {
            LicenseRecord other = license("lic_2");
            store.commit(change(license("lic_1"), other));
            move(store, "lic_1");
            boolean unused = database.write("test", session -> {
                session.run(MORE);
                session.run("update licensing_licenses set revision = 3000 where id = 'lic_1'");
                return true;
            });
            move(store, "lic_1");
            move(store, "lic_2");

            assertThat(count(database, "lic_1")).isEqualTo(LicenseStore.MOST_PAST);
            assertThat(count(database, "lic_2")).isEqualTo(1);
            assertThat(store.licenses().past(license("lic_1").id())).hasSize(LicenseStore.MOST_PAST);
            assertThat(store.licenses().past(other.id())).hasSize(1);
        }
    }

    private static void move(JdbcStore store, String id) {
        LicenseRecord license = store.licenses().find(license(id).id()).orElseThrow();
        PlanId next = new PlanId("pro", license.pinned().plan().version() + 1);
        store.commit(change(license.edit(NOW).plan(next).done()));
    }

    private static long count(Database database, String license) {
        return database.read(
                "test",
                session -> session.number("select count(*) from licensing_past_licenses where id = '" + license + "'"));
    }
}
