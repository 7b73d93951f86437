package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.admin.AuditEntryView;
import io.github.licensing4j.core.audit.AuditKey;
import io.github.licensing4j.core.store.jdbc.JdbcStore;
import io.github.licensing4j.core.store.jdbc.Postgres;
import io.github.licensing4j.core.store.jdbc.PostgresSettings;
import io.github.licensing4j.spi.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A database that is older than the audit head beside the key refuses to start, and any other starts. */
@Tag("4.2.3")
class LostDatabaseTest {
    private static final Pattern WAY_OUT = Pattern.compile("licensing\\.store\\.accept-loss=(\\S+)");

    @TempDir
    Path dir;

    private Path data;
    private Path older;

    /** What happened to the database. */
    enum Loss {
        REMOVED,
        EMPTIED,
        OLDER,
        WITHOUT_ITS_WAL
    }

    @BeforeEach
    void makeDirectories() throws IOException {
        data = Files.createDirectories(dir.resolve("data"));
        older = Files.createDirectories(dir.resolve("older"));
    }

    private AdminFixture start(Path directory, Store store, String node, String... accepted) {
        try {
            return new AdminFixture(
                    directory,
                    store,
                    options -> options.node(node)
                            .acceptLoss(Set.of(accepted))
                            .auditKey(AuditKey.at(directory.resolve("audit.key"))));
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private AdminFixture start(String... accepted) {
        return start(data, JdbcStore.embedded(data), "local", accepted);
    }

    private static String newKey(AdminFixture fixture) {
        return fixture.key(fixture.bought("pro@1"));
    }

    private static void revoke(AdminFixture fixture, String key) {
        String license = fixture.admin.audit().read(null, null, 1_000).items().stream()
                .filter(entry -> entry.action().equals("key.created"))
                .map(AuditEntryView::license)
                .findFirst()
                .orElseThrow();
        fixture.admin.licenses().revoke(license, BY);
        assertThat(fixture.call(key)).isEqualTo("license-ended");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private void removeDatabase() throws IOException {
        for (String file : List.of("licensing.db", "licensing.db-wal", "licensing.db-shm")) {
            Files.deleteIfExists(data.resolve(file));
        }
    }

    /** A license and key in an older copy of the database, then the key's revocation, then a kill. */
    private String revokedThenLost(Loss loss) throws IOException {
        String key;
        try (AdminFixture first = start()) {
            key = newKey(first);
        }
        copy(data, older);
        AdminFixture second = start();
        revoke(second, key);
        if (loss == Loss.WITHOUT_ITS_WAL) {
            Files.copy(
                    data.resolve("licensing.db"), older.resolve("licensing.db"), StandardCopyOption.REPLACE_EXISTING);
        }
        second.close();
        removeDatabase();
        switch (loss) {
            case REMOVED -> assertThat(data.resolve("licensing.db")).doesNotExist();
            case EMPTIED -> Files.createFile(data.resolve("licensing.db"));
            case OLDER, WITHOUT_ITS_WAL -> Files.copy(older.resolve("licensing.db"), data.resolve("licensing.db"));
        }
        return key;
    }

    @ParameterizedTest
    @EnumSource(Loss.class)
    void refusesADatabaseWithoutTheLastRevocation(Loss loss) throws IOException {
        revokedThenLost(loss);
        assertThatThrownBy(this::start)
                .isInstanceOf(LicensingException.class)
                .hasMessageContaining("the database is older than this node")
                .hasMessageContaining("audit.key.head")
                .hasMessageContaining("docs/backup.md")
                .hasMessageContaining("licensing.store.accept-loss=local:");
        assertThatThrownBy(this::start).as("refusing changes nothing").isInstanceOf(LicensingException.class);
    }

    @ParameterizedTest
    @EnumSource(Loss.class)
    void startsAfterLossIsAccepted(Loss loss) throws IOException {
        revokedThenLost(loss);
        String name = wayOut();
        try (AdminFixture accepted = start(name)) {
            assertThat(accepted.admin.audit().read(null, null, 1_000).items())
                    .extracting(AuditEntryView::action)
                    .contains("store.loss-accepted");
            assertThat(accepted.admin.audit().verify().broken()).isEmpty();
        }
        try (AdminFixture again = start()) {
            assertThat(again.admin.audit().verify().broken()).isEmpty();
        }
        try (AdminFixture leftInPlace = start(name)) {
            newKey(leftInPlace);
        }
        removeDatabase();
        assertThatThrownBy(() -> start(name)).as("it is accepted once").isInstanceOf(LicensingException.class);
    }

    private String wayOut() {
        LicensingException refused = catchThrowableOfType(LicensingException.class, this::start);
        Matcher found = WAY_OUT.matcher(refused.getMessage());
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    @Test
    void writesTheHeadWithEachAct() throws IOException {
        try (AdminFixture running = start()) {
            String key = newKey(running);
            String before = Files.readString(data.resolve("audit.key.head"));
            revoke(running, key);
            String after = Files.readString(data.resolve("audit.key.head"));
            assertThat(after).isNotEqualTo(before).startsWith("local:3:");
        }
    }

    @Test
    void startsAfterAKillAndFromAWholeCopy() throws IOException {
        try (AdminFixture first = start()) {
            String key = newKey(first);
            revoke(first, key);
            // As the files are after kill -9: the lock is gone with the process, the log of the database is there.
            copy(data, older);
        }
        try (AdminFixture copied = start(older, JdbcStore.embedded(older), "local")) {
            assertThat(copied.admin.audit().verify().broken()).isEmpty();
        }
        try (AdminFixture again = start()) {
            assertThat(again.admin.audit().verify().broken()).isEmpty();
        }
    }

    @Test
    void startsFromAnOlderDatabaseWithItsHead() throws IOException {
        revokedThenLost(Loss.OLDER);
        try (AdminFixture restored = start(older, JdbcStore.embedded(older), "local")) {
            assertThat(restored.admin.audit().verify().broken()).isEmpty();
        }
    }

    @Test
    void twoNodesOnOneDatabaseStartInAnyOrder() throws Exception {
        DataSource source = Postgres.newPooledSchema();
        for (int round = 0; round < 2; round++) {
            for (String node : List.of("one", "two")) {
                try (AdminFixture started = start(data, JdbcStore.on(source, PostgresSettings.defaults()), node)) {
                    newKey(started);
                    assertThat(started.admin.audit().verify().broken()).isEmpty();
                }
            }
        }
        assertThat(Files.readAllLines(data.resolve("audit.key.head"))).hasSize(2);
    }

    @Test
    void refusesAnOlderDumpOfASharedDatabase() throws Exception {
        DataSource source = Postgres.newPooledSchema();
        try (AdminFixture one = start(data, JdbcStore.on(source, PostgresSettings.defaults()), "one")) {
            newKey(one);
        }
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("delete from licensing_audit where seq = 2"))
                    .isEqualTo(1);
        }
        assertThatThrownBy(() -> start(data, JdbcStore.on(source, PostgresSettings.defaults()), "two"))
                .isInstanceOf(LicensingException.class)
                .hasMessageContaining("entry 2 of audit chain 'one'");
        DataSource empty = Postgres.newPooledSchema();
        assertThatThrownBy(() -> start(data, JdbcStore.on(empty, PostgresSettings.defaults()), "one"))
                .hasMessageContaining("it ends at none");
    }

    private AdminFixture journaled(String... accepted) {
        return AdminFixture.embedded(data, accepted);
    }

    @Test
    void leavesTheJournalToTheRightDatabase() throws Exception {
        try (AdminFixture first = journaled()) {
            assertThat(first.call(newKey(first))).isEqualTo("granted");
        }
        Set<String> before = names(data.resolve("journal"));
        removeDatabase();
        assertThatThrownBy(this::journaled).hasMessageContaining("licensing.store.accept-loss=local:");
        assertThat(names(data.resolve("journal"))).isEqualTo(before);
        try (JdbcStore wrong = JdbcStore.embedded(data)) {
            assertThat(wrong.usage().sources("local")).isEmpty();
        }
    }

    @Test
    void refusesANewDatabaseBesideAJournal() throws IOException {
        try (AdminFixture first = journaled()) {
            newKey(first);
        }
        removeDatabase();
        Files.delete(data.resolve("audit.key"));
        Files.delete(data.resolve("audit.key.head"));
        assertThatThrownBy(this::journaled)
                .hasMessageContaining("the database is empty, but the usage journal")
                .hasMessageContaining("licensing.store.accept-loss=journal:local:epoch-1 ");
        journaled("journal:local:epoch-1").close();
        journaled().close();
        removeDatabase();
        assertThatThrownBy(() -> journaled("journal:local:epoch-1"))
                .as("it is accepted once")
                .isInstanceOf(LicensingException.class);
    }

    @Test
    void startsAgainAfterAStartWithoutActs() {
        for (int round = 0; round < 3; round++) {
            journaled().close();
        }
    }

    @Test
    void findsTheLossOfAnotherNodesActs() throws Exception {
        DataSource source = Postgres.newPooledSchema();
        try (AdminFixture one = start(data, JdbcStore.on(source, PostgresSettings.defaults()), "one")) {
            newKey(one);
            Files.copy(data.resolve("audit.key"), older.resolve("audit.key"));
            try (AdminFixture two = start(older, JdbcStore.on(source, PostgresSettings.defaults()), "two")) {
                newKey(one);
                two.tend();
                // As after a kill of the second node: its last writes are missing.
                Files.copy(older.resolve("audit.key.head"), older.resolve("kept"));
            }
        }
        Files.move(older.resolve("kept"), older.resolve("audit.key.head"), StandardCopyOption.REPLACE_EXISTING);
        assertThat(Files.readAllLines(older.resolve("audit.key.head"))).anyMatch(line -> line.startsWith("one:4:"));
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("delete from licensing_audit where chain = 'one' and seq > 2"))
                    .isPositive();
        }
        assertThatThrownBy(() -> start(older, JdbcStore.on(source, PostgresSettings.defaults()), "two"))
                .hasMessageContaining("entry 4 of audit chain 'one'");
    }

    private static Set<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }
    }
}
