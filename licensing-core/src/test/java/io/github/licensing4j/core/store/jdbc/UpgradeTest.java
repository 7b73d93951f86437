package io.github.licensing4j.core.store.jdbc;

import static io.github.licensing4j.core.store.Samples.NOW;
import static io.github.licensing4j.core.store.Samples.change;
import static io.github.licensing4j.core.store.Samples.key;
import static io.github.licensing4j.core.store.Samples.license;
import static io.github.licensing4j.core.store.Samples.message;
import static io.github.licensing4j.core.store.Samples.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.admin.AuditTrail.Proof;
import io.github.licensing4j.core.audit.AuditChain;
import io.github.licensing4j.core.audit.AuditKey;
import io.github.licensing4j.core.audit.AuditProver;
import io.github.licensing4j.core.store.Samples;
import io.github.licensing4j.core.store.UsageSamples;
import io.github.licensing4j.spi.AuditEntry;
import io.github.licensing4j.spi.LicenseStore;
import io.github.licensing4j.spi.PastLicense;
import io.github.licensing4j.spi.StoreChange;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store of version 1, from before there was a usage ledger, is upgraded to the newest version and keeps all its data. */
class UpgradeTest {
    private static final String FIRST = "1.0__licenses.sql";

    @TempDir
    Path dir;

    private final AuditKey key = AuditKey.ephemeral();
    private AuditChain.@Nullable Head head;

    private Migrations versionOne(String platform) throws IOException {
        Path scripts = Files.createDirectories(dir.resolve("scripts").resolve(platform));
        try (InputStream in = Migrations.class.getResourceAsStream(platform + "/" + FIRST)) {
            Files.write(scripts.resolve(FIRST), in.readAllBytes());
        }
        return new Migrations(platform, "filesystem:" + dir.resolve("scripts"), 1);
    }

    @Test
    void anEmbeddedStoreKeepsEverything() throws Exception {
        Path data = dir.resolve("data");
        try (Database database = SqliteDatabase.open(data, versionOne("sqlite"))) {
            fill(database);
        }
        for (int start = 0; start < 2; start++) {
            try (LicenseStore store = JdbcLicenseStore.embedded(data)) {
                check(store, start);
            }
        }
    }

    @Test
    void aSharedStoreKeepsEverything() throws Exception {
        var source = Postgres.database().schema();
        PostgresSettings settings = PostgresSettings.defaults();
        try (Database database = PostgresDatabase.open(source, settings, versionOne("postgres"))) {
            fill(database);
        }
        for (int start = 0; start < 2; start++) {
            try (LicenseStore store = JdbcLicenseStore.on(source, settings)) {
                check(store, start);
            }
        }
    }

    private void fill(Database database) {
        LicenseStore old = new JdbcLicenseStore(database);
        old.commit(change(Samples.fullLicense(), license("lic_1"), license("lic_changed")));
        long changed = database.write(
                "test",
                session -> session.update("update licensing_licenses set revision = 2 where id = 'lic_changed'"));
        assertThat(changed).isEqualTo(1);
        old.commit(StoreChange.builder()
                .key(key("key_1", "lic_1", "h1"))
                .token(token("tok_1", "key_1", null, 1))
                .mark("mark")
                .message(message("m1", NOW))
                .build());
        AuditChain chain = new AuditChain("node", old.audit(), key);
        for (int i = 0; i < 5; i++) {
            var act = new AuditChain.Act("ann", "license.changed", "lic_1", null, "because", Map.of("i", "" + i));
            List<AuditEntry> entries = chain.next(List.of(act), NOW);
            old.commit(Samples.entries(entries.toArray(AuditEntry[]::new)));
            chain.stored(entries);
        }
        head = chain.head();
    }

    private void check(LicenseStore store, int start) {
        assertThat(store.find(Samples.fullLicense().id())).contains(Samples.fullLicense());
        assertThat(store.keyByHash("h1")).contains(key("key_1", "lic_1", "h1"));
        assertThat(store.token(Samples.ISSUER, "tok_1")).contains(token("tok_1", "key_1", null, 1));
        assertThat(store.outbox().waiting()).isEqualTo(1);
        assertThat(store.changesSince(0, 100)).hasSize(4);
        assertThat(new AuditProver(store.audit(), key).prove(java.util.Objects.requireNonNull(head)))
                .isEqualTo(new Proof(5, Optional.empty()));
        assertThat(store.usage()
                        .commit(
                                UsageSamples.batch(
                                        UsageSamples.NODE, start, start + 1, UsageSamples.row(UsageSamples.HOUR, 1)),
                                UsageSamples.NO_MESSAGES))
                .isTrue();
        assertThat(store.grants(UsageSamples.LICENSE)).isEmpty();
        assertThat(store.past(license("lic_1").id())).isEmpty();
        assertThat(store.past(license("lic_changed").id())).containsExactly(new PastLicense(null, NOW));
    }
}
