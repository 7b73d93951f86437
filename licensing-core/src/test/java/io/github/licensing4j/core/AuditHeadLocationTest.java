package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.Health;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.admin.NewLicense;
import io.github.licensing4j.core.audit.AuditKey;
import io.github.licensing4j.core.store.jdbc.JdbcStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ends of the audit chains are stored in another file where the key is on a read-only mount. */
@Tag("4.2.3")
class AuditHeadLocationTest {
    @TempDir
    Path dir;

    private Path keys;
    private Path data;
    private Path head;

    @BeforeEach
    void makeDirectories() throws IOException {
        keys = Files.createDirectories(dir.resolve("keys"));
        data = Files.createDirectories(dir.resolve("data"));
        head = data.resolve("chain.head");
    }

    private AdminFixture start(AuditKey key) {
        JdbcStore store = JdbcStore.embedded(data);
        try {
            return new AdminFixture(data, store, options -> options.auditKey(key));
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private static void act(AdminFixture fixture) {
        fixture.admin
                .licenses()
                .create(NewLicense.of("acme", PlanId.parse("pro@1")).bought(), BY);
    }

    private static Health.Component maintenance(AdminFixture fixture) {
        return fixture.engine.built.info().health().components().stream()
                .filter(component -> component.name().equals("maintenance"))
                .findFirst()
                .orElseThrow();
    }

    /** Prevents writes to a file, also for root. */
    private void obstruct(Path file) throws IOException {
        Files.createDirectories(file.resolve("taken"));
    }

    @Test
    void writesHeadElsewhere() throws IOException {
        Path key = keys.resolve("audit.key");
        try (AdminFixture first = start(AuditKey.at(key, head))) {
            act(first);
            assertThat(maintenance(first).status()).isEqualTo(Health.Status.UP);
        }
        assertThat(Files.readString(head)).startsWith("local:1:");
        assertThat(keys).isDirectoryNotContaining("glob:**.head");
        Files.delete(data.resolve("licensing.db"));
        assertThatThrownBy(() -> start(AuditKey.at(key, head)))
                .hasMessageContaining("'" + head + "' has entry 1 of audit chain 'local'");
    }

    @Test
    void keepsHealthUpBesideReadOnlyKey() throws IOException {
        Path key = keys.resolve("audit.key");
        start(AuditKey.at(key)).close();
        Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("r-x------"));
        try {
            Assumptions.assumeFalse(Files.isWritable(keys), "this user may write everywhere");
            try (AdminFixture beside = start(AuditKey.at(key))) {
                act(beside);
                assertThat(maintenance(beside).detail()).contains("licensing.audit.head-location");
            }
            try (AdminFixture elsewhere = start(AuditKey.at(key, head))) {
                act(elsewhere);
                assertThat(maintenance(elsewhere).status()).isEqualTo(Health.Status.UP);
            }
        } finally {
            Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void namesPropertyWhenHeadCannotBeWritten() throws IOException {
        Path place = data.resolve("gone/chain.head");
        try (AdminFixture running = start(AuditKey.at(keys.resolve("audit.key"), place))) {
            act(running);
            assertThat(maintenance(running).status()).isEqualTo(Health.Status.DEGRADED);
            assertThat(maintenance(running).detail())
                    .contains(place.toString())
                    .contains("licensing.audit.head-location");
        }
    }

    @Test
    void takesOverHeadBesideKey() throws IOException {
        Path key = keys.resolve("audit.key");
        try (AdminFixture first = start(AuditKey.at(key))) {
            act(first);
        }
        start(AuditKey.at(key, head)).close();
        assertThat(Files.readString(head)).isEqualTo(Files.readString(keys.resolve("audit.key.head")));
        Files.delete(data.resolve("licensing.db"));
        assertThatThrownBy(() -> start(AuditKey.at(key, head))).hasMessageContaining(head.toString());
        Files.delete(head);
        assertThatThrownBy(() -> start(AuditKey.at(key, head))).hasMessageContaining("has entry 1");
    }

    @Test
    void writesHeadAgainOnceDeleted() throws IOException {
        try (AdminFixture running = start(AuditKey.at(keys.resolve("audit.key"), head))) {
            act(running);
            Files.delete(head);
            obstruct(keys.resolve("audit.key.head"));
            act(running);
            assertThat(Files.readString(head)).startsWith("local:2:");
        }
    }
}
