package io.github.licensing4j.core.store.jdbc;

import static io.github.licensing4j.tck.SampleRecords.NOW;
import static io.github.licensing4j.tck.SampleRecords.change;
import static io.github.licensing4j.tck.SampleRecords.key;
import static io.github.licensing4j.tck.SampleRecords.license;
import static io.github.licensing4j.tck.SampleRecords.message;
import static io.github.licensing4j.tck.SampleRecords.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.CallSignatures;
import io.github.licensing4j.CallerBindings;
import io.github.licensing4j.admin.AuditTrail.Verification;
import io.github.licensing4j.core.audit.AuditChain;
import io.github.licensing4j.core.audit.AuditKey;
import io.github.licensing4j.core.audit.AuditProver;
import io.github.licensing4j.spi.AuditEntry;
import io.github.licensing4j.spi.ExternalName;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.LicenseRecordEditor;
import io.github.licensing4j.spi.LicenseRevision;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.tck.SampleRecords;
import io.github.licensing4j.tck.SampleUsage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A store of an older version is upgraded to the newest version and keeps all its data. */
class UpgradeTest {
    private static final List<String> SCRIPTS = List.of("1.0__licenses.sql", "2.0__usage.sql", "3.0__terms.sql");
    private static final List<String> TABLES = List.of(
            "licensing_state",
            "licensing_licenses",
            "licensing_keys",
            "licensing_tokens",
            "licensing_marks",
            "licensing_feed",
            "licensing_audit",
            "licensing_outbox");

    @TempDir
    Path dir;

    private final AuditKey key = AuditKey.ephemeral();
    private AuditChain.@Nullable Head head;

    private Migrations version(int version, String platform) throws IOException {
        Path scripts = Files.createDirectories(dir.resolve("scripts").resolve(platform));
        for (String script : SCRIPTS.subList(0, version)) {
            try (InputStream in = Migrations.class.getResourceAsStream(platform + "/" + script)) {
                Files.write(scripts.resolve(script), in.readAllBytes());
            }
        }
        return new Migrations(platform, "filesystem:" + dir.resolve("scripts"), version);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void embeddedStoreKeepsEverything(int version) throws Exception {
        Path newest = dir.resolve("newest");
        Path data = dir.resolve("data");
        SqliteDatabase.open(data, version(version, "sqlite")).close();
        try (Store store = JdbcStore.embedded(newest)) {
            fill(store);
        }
        try (Connection from = DriverManager.getConnection("jdbc:sqlite:" + newest.resolve("licensing.db"));
                Connection to = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("licensing.db"))) {
            fill(from, to, version);
        }
        for (int start = 0; start < 2; start++) {
            try (Store store = JdbcStore.embedded(data)) {
                check(store, start, version);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void sharedStoreKeepsEverything(int version) throws Exception {
        Postgres database = Postgres.database();
        DataSource newest = database.schema();
        DataSource data = database.schema();
        PostgresSettings settings = PostgresSettings.defaults();
        PostgresDatabase.open(data, settings, version(version, "postgres")).close();
        try (Store store = JdbcStore.on(newest, settings)) {
            fill(store);
        }
        try (Connection from = newest.getConnection();
                Connection to = data.getConnection()) {
            fill(from, to, version);
        }
        for (int start = 0; start < 2; start++) {
            try (Store store = JdbcStore.on(data, settings)) {
                check(store, start, version);
            }
        }
    }

    private static void fill(Connection newest, Connection older, int version) throws SQLException {
        new OlderTables(newest, older).fill(TABLES, version);
        try (Statement statement = older.createStatement()) {
            int changed =
                    statement.executeUpdate("update licensing_licenses set revision = 2 where id = 'lic_changed'");
            assertThat(changed).isEqualTo(1);
        }
    }

    private void fill(Store old) {
        old.commit(change(SampleRecords.fullLicense(), license("lic_1"), license("lic_changed")));
        old.commit(StoreChange.builder()
                .key(key("key_1", "lic_1", "h1"))
                .token(token("tok_1", "key_1", null, 1))
                .uniqueKey("mark")
                .message(message("m1", NOW))
                .build());
        AuditChain chain = new AuditChain("node", old.audit(), key);
        for (int i = 0; i < 5; i++) {
            var auditAction =
                    new AuditChain.AuditAction("ann", "license.changed", "lic_1", null, "because", Map.of("i", "" + i));
            List<AuditEntry> entries = chain.next(List.of(auditAction), NOW);
            old.commit(SampleRecords.entries(entries.toArray(AuditEntry[]::new)));
            chain.stored(entries);
        }
        head = chain.head();
    }

    private void check(Store store, int start, int version) {
        // Terms before changes of plan are stored since version 3.
        // Signatures are required since version 7, and licenses are bound since version 11.
        LicenseRecordEditor stored = SampleRecords.fullLicense()
                .edit(NOW)
                .signatures(CallSignatures.OPTIONAL)
                .bindings(CallerBindings.none());
        LicenseRecord full = version < 3 ? stored.earlier(List.of()).unstored() : stored.unstored();
        assertThat(store.licenses().find(full.id())).contains(full);
        // Names of licenses are found since version 8, and those that are stored with them are added then.
        full.external()
                .forEach((system, name) -> assertThat(
                                store.licenses().named(SampleRecords.ISSUER, new ExternalName(system, name), 10))
                        .containsExactly(full.id()));
        assertThat(store.credentials().keyByHash("h1")).contains(key("key_1", "lic_1", "h1"));
        assertThat(store.credentials().token(SampleRecords.ISSUER, "tok_1")).contains(token("tok_1", "key_1", null, 1));
        assertThat(store.outbox().waiting()).isEqualTo(1);
        assertThat(store.feed().since(0, 100)).hasSize(4);
        assertThat(new AuditProver(store.audit(), key).prove(java.util.Objects.requireNonNull(head)))
                .isEqualTo(new Verification(5, Optional.empty()));
        assertThat(store.usage()
                        .commit(SampleUsage.batch(
                                SampleUsage.NODE, start, start + 1, SampleUsage.row(SampleUsage.HOUR, 1))))
                .isTrue();
        assertThat(store.credits().grants(SampleUsage.LICENSE)).isEmpty();
        assertThat(store.licenses().past(license("lic_1").id())).isEmpty();
        // Version 1 kept no past records, so what came before the upgrade is not known.
        List<LicenseRevision> unknown = version == 1 ? List.of(new LicenseRevision(null, NOW)) : List.of();
        assertThat(store.licenses().past(license("lic_changed").id())).isEqualTo(unknown);
    }
}
