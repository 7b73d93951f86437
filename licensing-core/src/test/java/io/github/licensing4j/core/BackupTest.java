package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.core.audit.AuditKey;
import io.github.licensing4j.core.cli.CommandLine;
import io.github.licensing4j.core.store.jdbc.JdbcStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup that is taken while the service runs is whole, private and starts. */
@Tag("4.2.3")
class BackupTest {
    @TempDir
    Path dir;

    private final CommandLine commands = new CommandLine();
    private Path data;
    private Path backup;

    @BeforeEach
    void makeDirectories() throws IOException {
        data = Files.createDirectories(dir.resolve("data"));
        backup = dir.resolve("backup");
    }

    private static AdminFixture start(Path directory) {
        return new AdminFixture(
                directory,
                JdbcStore.embedded(directory),
                options -> options.auditKey(AuditKey.at(directory.resolve("audit.key"))));
    }

    private int backUp() {
        return commands.run("backup", "--data-dir", data.toString(), "--to", backup.toString());
    }

    private static String license(AdminFixture fixture) {
        return fixture.bought("pro@1");
    }

    @Test
    void restoresServiceOfBackupTime() throws IOException {
        String key;
        String revoked;
        try (AdminFixture running = start(data)) {
            key = running.key(license(running));
            String other = license(running);
            revoked = running.key(other);
            running.admin.licenses().revoke(other, BY);
            assertThat(backUp()).as(commands.errors()).isZero();
            license(running);
        }
        try (AdminFixture restored = start(backup)) {
            assertThat(restored.call(key)).isEqualTo("granted");
            assertThat(restored.call(revoked)).isEqualTo("license-ended");
            assertThat(restored.admin.audit().verify().broken()).isEmpty();
            assertThat(restored.admin.signingKeys().list()).isNotEmpty();
        }
    }

    @Test
    void isWholeWhileOthersWrite() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        CountDownLatch begun = new CountDownLatch(1);
        try (AdminFixture running = start(data)) {
            Thread writer = new Thread(() -> {
                while (!done.get()) {
                    license(running);
                    begun.countDown();
                }
            });
            writer.start();
            begun.await();
            for (int i = 0; i < 5; i++) {
                backup = dir.resolve("backup-" + i);
                assertThat(backUp()).as(commands.errors()).isZero();
            }
            done.set(true);
            writer.join();
        }
        for (int i = 0; i < 5; i++) {
            try (AdminFixture restored = start(dir.resolve("backup-" + i))) {
                assertThat(restored.admin.audit().verify().broken()).isEmpty();
            }
        }
    }

    @Test
    void isForItsOwnerAlone() throws IOException {
        start(data).close();
        assertThat(backUp()).isZero();
        assertThat(permissions(backup)).isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(backup)) {
            List<Path> all = files.toList();
            assertThat(all)
                    .extracting(file -> file.getFileName().toString())
                    .contains("licensing.db", "audit.key", "signing-keys.json");
            assertThat(all).allSatisfy(file -> assertThat(permissions(file)).isEqualTo("rw-------"));
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void overwritesNothingAndLeavesNothingPartial() throws IOException {
        assertThat(backUp()).isEqualTo(1);
        assertThat(commands.errors()).contains("there is no database", "docs/backup.md");
        try (Stream<Path> files = Files.list(dir)) {
            assertThat(files).containsExactly(data);
        }
        start(data).close();
        assertThat(backUp()).isZero();
        assertThat(backUp()).isEqualTo(1);
        assertThat(commands.errors()).contains("exists; a backup is never overwritten");
    }

    @Test
    void refusesADatabaseOlderThanItsHead() throws IOException {
        try (AdminFixture running = start(data)) {
            license(running);
        }
        Files.delete(data.resolve("licensing.db"));
        try (JdbcStore empty = JdbcStore.embedded(data)) {
            assertThat(empty.isLocal()).isTrue();
        }
        assertThat(backUp()).isEqualTo(1);
        assertThat(commands.errors()).contains("the database lacks entry 1 of audit chain 'local'");
    }
}
