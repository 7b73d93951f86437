package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.Health;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.spi.StoreException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Damaged or removed database files fail the start, or degrade health and refuse changes; the files stay as they are. */
@Tag("4.2.3")
class DamagedDatabaseTest extends EmbeddedStoreFixture {
    private Path file;
    private Path wal;

    /** What happened to the database while its audit head may be lost as well. */
    enum Damage {
        HALF,
        HALF_WITH_WAL,
        SHORTER_THAN_A_HEADER,
        GARBAGE,
        GARBAGE_WITH_WAL,
        GARBAGE_IN_THE_MIDDLE,
        EMPTY_WITH_WAL,
        MISSING_WITH_WAL
    }

    @BeforeEach
    void nameFiles() {
        file = data.resolve("licensing.db");
        wal = data.resolve("licensing.db-wal");
    }

    private static String newKey(AdminFixture fixture) {
        return fixture.key(fixture.bought("pro@1"));
    }

    private void damage(Damage damage) throws IOException {
        Path kept = dir.resolve("kept-wal");
        try (AdminFixture first = start()) {
            for (int i = 0; i < 20; i++) {
                newKey(first);
            }
            Files.copy(wal, kept);
        }
        assertThat(Files.size(kept)).isPositive();
        assertThat(wal).doesNotExist();
        if (damage.name().endsWith("WITH_WAL")) {
            Files.copy(kept, wal);
        }
        Random random = new Random(7);
        switch (damage) {
            case HALF, HALF_WITH_WAL -> resize(Files.size(file) / 2);
            case SHORTER_THAN_A_HEADER -> resize(60);
            case GARBAGE, GARBAGE_WITH_WAL -> overwrite(0, Files.size(file), random);
            case GARBAGE_IN_THE_MIDDLE -> overwrite(4096 * 3, Files.size(file) - 4096 * 4, random);
            case EMPTY_WITH_WAL -> resize(0);
            case MISSING_WITH_WAL -> Files.delete(file);
        }
    }

    private void resize(long size) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(size);
        }
    }

    private void overwrite(long from, long length, Random random) throws IOException {
        byte[] garbage = new byte[(int) length];
        random.nextBytes(garbage);
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.seek(from);
            open.write(garbage);
        }
    }

    private Map<String, String> files() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> found = Files.list(data)) {
            for (Path each : found.filter(Files::isRegularFile).toList()) {
                String name = each.getFileName().toString();
                if (!name.endsWith("-shm") && !name.endsWith(".lock") && Files.size(each) > 0) {
                    contents.put(name, Arrays.hashCode(Files.readAllBytes(each)) + ":" + Files.size(each));
                }
            }
        }
        return contents;
    }

    @ParameterizedTest
    @EnumSource(Damage.class)
    void refusesDamagedDatabase(Damage damage) throws IOException {
        damage(damage);
        Files.delete(data.resolve("audit.key.head"));
        Map<String, String> before = files();
        assertThatThrownBy(this::start)
                .isInstanceOf(LicensingException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("licensing.store.data-dir")
                .hasMessageContaining("docs/backup.md");
        assertThat(files()).as("a refused start changes no file").isEqualTo(before);
    }

    @Test
    void startsAfterKillWithinCheckpoint() throws IOException {
        Path copy = Files.createDirectories(dir.resolve("copy"));
        String key;
        try (AdminFixture first = start()) {
            key = newKey(first);
            for (String name : List.of("licensing.db", "licensing.db-wal")) {
                Files.copy(data.resolve(name), copy.resolve(name));
            }
        }
        // The checkpoint at the end wrote page 1, with the later size, and was killed before the pages behind it.
        byte[] checkpointed = Files.readAllBytes(file);
        byte[] old = Files.readAllBytes(copy.resolve("licensing.db"));
        System.arraycopy(checkpointed, 0, old, 0, Math.min(old.length, 4096));
        Files.write(file, old);
        Files.copy(copy.resolve("licensing.db-wal"), wal, StandardCopyOption.REPLACE_EXISTING);
        Files.delete(data.resolve("audit.key.head"));
        try (AdminFixture again = start()) {
            assertThat(again.call(key)).isEqualTo("granted");
        }
    }

    /** What an operator removes from, or puts into the directory of a running service. */
    enum Removal {
        DATABASE,
        WAL,
        BOTH,
        REPLACED
    }

    @ParameterizedTest
    @EnumSource(Removal.class)
    void refusesChangesOnceFilesAreRemoved(Removal removal) throws IOException {
        try (AdminFixture running = start()) {
            String key = newKey(running);
            assertThat(running.call(key)).isEqualTo("granted");
            if (removal == Removal.REPLACED) {
                Files.copy(file, dir.resolve("other"));
                Files.move(dir.resolve("other"), file, StandardCopyOption.REPLACE_EXISTING);
            }
            if (removal == Removal.DATABASE || removal == Removal.BOTH) {
                Files.delete(file);
            }
            if (removal == Removal.WAL || removal == Removal.BOTH) {
                Files.delete(wal);
            }
            assertThatThrownBy(() -> newKey(running))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("removed or replaced");
            assertThatThrownBy(running::tend).isInstanceOf(StoreException.class);
            assertThat(running.engine.built.info().health().status()).isNotEqualTo(Health.Status.UP);
            assertThat(running.engine.built.info().health().toString()).contains("removed or replaced");
        }
    }

    @Test
    void keepsCallsOfRemovedDatabaseInTheJournal() throws IOException {
        Path copy = dir.resolve("copy.db");
        String license;
        String key;
        try (AdminFixture first = start()) {
            license = first.bought("pro@1");
            key = first.key(license);
            assertThat(first.call(key)).isEqualTo("granted");
        }
        Files.copy(file, copy);
        try (AdminFixture second = start()) {
            assertThat(second.call(key)).isEqualTo("granted");
            Files.delete(file);
            for (int i = 0; i < 5; i++) {
                assertThat(second.call(key)).isEqualTo("granted");
            }
        }
        Files.deleteIfExists(wal);
        Files.copy(copy, file);
        try (AdminFixture restored = start()) {
            assertThat(restored.admin.licenses().limits(license).get(0).used()).isEqualTo(7);
        }
    }
}
