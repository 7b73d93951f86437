package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.admin.AuditEntryView;
import io.github.licensing4j.core.cli.CommandLine;
import io.github.licensing4j.core.store.jdbc.JdbcStore;
import io.github.licensing4j.core.store.jdbc.Postgres;
import io.github.licensing4j.core.store.jdbc.PostgresSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A journal that is older than the database, or missing, does not start unless the loss is accepted by name. */
@Tag("4.2.3")
class LostJournalTest extends EmbeddedStoreFixture {
    private Path journal;
    private Path older;

    @BeforeEach
    void nameDirectories() {
        older = dir.resolve("older");
        journal = data.resolve("journal");
    }

    /** Leaves the files of a process that is killed after some work. */
    private void startAndKill(Consumer<AdminFixture> work) throws IOException {
        try (AdminFixture running = start()) {
            work.accept(running);
            copy(data, older);
        }
        delete(data);
        Files.move(older, data);
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static List<String> losses(AdminFixture fixture) {
        assertThat(fixture.admin.audit().verify().broken()).isEmpty();
        return fixture.admin.audit().read(null, null, 1_000).items().stream()
                .filter(entry -> entry.action().equals("store.loss-accepted"))
                .map(AuditEntryView::subject)
                .toList();
    }

    @Test
    void refusesLostJournal() throws IOException {
        startAndKill(first ->
                assertThat(first.call(first.key(first.bought("pro@1")))).isEqualTo("granted"));
        delete(journal);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(this::start)
                    .isInstanceOf(LicensingException.class)
                    .hasMessageContaining("'" + journal + "' is missing")
                    .hasMessageContaining("licensing.usage.journal-dir")
                    .hasMessageContaining("licensing.store.accept-loss=usage:local:epoch-1");
            assertThat(journal).as("a refused start changes nothing").doesNotExist();
        }
        try (AdminFixture accepted = start("usage:local:epoch-1")) {
            assertThat(losses(accepted)).containsExactly("usage:local:epoch-1");
        }
        startAndKill(again -> {});
        delete(journal);
        assertThatThrownBy(() -> start("usage:local:epoch-1"))
                .as("it is accepted once")
                .hasMessageContaining("epoch-3");
    }

    @Test
    void refusesOlderJournal() throws IOException {
        start().close();
        Path first = dir.resolve("first");
        copy(data, first);
        startAndKill(second -> {});
        delete(journal);
        copy(first.resolve("journal"), journal);
        assertThatThrownBy(this::start)
                .hasMessageContaining("'" + journal + "' is of start 1")
                .hasMessageContaining("the database has start 2");
    }

    @Test
    void refusesLostJournalOfNamedNode() throws Exception {
        DataSource source = Postgres.newPooledSchema();
        Path other = Files.createDirectories(dir.resolve("other"));
        copy(data, other);
        try (AdminFixture running = AdminFixture.journaled(data, JdbcStore.on(source, PostgresSettings.defaults()))) {
            running.bought("pro@1");
            Files.copy(data.resolve("audit.key"), other.resolve("audit.key"));
            try (Connection connection = source.getConnection();
                    Statement statement = connection.createStatement()) {
                // As if the process had been killed some time ago.
                assertThat(statement.executeUpdate("update licensing_nodes set seen_at = 0"))
                        .isEqualTo(1);
            }
            assertThatThrownBy(() -> AdminFixture.journaled(other, JdbcStore.on(source, PostgresSettings.defaults())))
                    .hasMessageContaining("licensing.store.accept-loss=usage:one:epoch-1");
        }
    }

    @Test
    void startsWithoutCompleteJournal() throws IOException {
        String license;
        try (AdminFixture first = start()) {
            license = first.bought("pro@1");
            assertThat(first.call(first.key(license))).isEqualTo("granted");
        }
        delete(journal);
        try (AdminFixture second = start()) {
            assertThat(second.admin.licenses().limits(license).get(0).used()).isEqualTo(1);
            assertThat(second.call(second.key(license))).isEqualTo("granted");
        }
        try (AdminFixture third = start()) {
            assertThat(third.admin.licenses().limits(license).get(0).used()).isEqualTo(2);
        }
    }

    @Test
    void startsWithoutCompleteJournalOfNamedNode() throws Exception {
        DataSource source = Postgres.newPooledSchema();
        for (int i = 0; i < 2; i++) {
            AdminFixture.journaled(data, JdbcStore.on(source, PostgresSettings.defaults()))
                    .close();
            delete(journal);
        }
    }

    @Test
    void auditsAcceptedLossOfDatabase() throws IOException {
        start().close();
        for (String file : List.of("licensing.db", "audit.key", "audit.key.head")) {
            Files.deleteIfExists(data.resolve(file));
        }
        try (AdminFixture accepted = start("journal:local:epoch-1")) {
            assertThat(losses(accepted)).containsExactly("journal:local:epoch-1");
        }
        try (AdminFixture again = start("journal:local:epoch-1")) {
            assertThat(losses(again)).as("it is entered once").hasSize(1);
        }
    }

    @Test
    void countsCallsOfNewerJournalInOlderDatabase() throws IOException {
        String license;
        String key;
        try (AdminFixture first = start()) {
            license = first.bought("pro@1");
            key = first.key(license);
            assertThat(first.call(key)).isEqualTo("granted");
        }
        copy(data, older);
        try (AdminFixture second = start()) {
            for (int i = 0; i < 5; i++) {
                assertThat(second.call(key)).isEqualTo("granted");
            }
            second.bought("pro@1");
        }
        Files.copy(older.resolve("licensing.db"), data.resolve("licensing.db"), StandardCopyOption.REPLACE_EXISTING);
        LicensingException refused = catchThrowableOfType(LicensingException.class, this::start);
        String name = String.valueOf(refused.getMessage()).replaceAll("(?s).*accept-loss=(\\S+) and.*", "$1");
        try (AdminFixture restored = start(name)) {
            assertThat(restored.admin.licenses().limits(license).get(0).used()).isEqualTo(6);
        }
    }

    @Test
    void startsFromBackupWithoutCallsOfJournal() {
        String key;
        CommandLine commands = new CommandLine();
        Path backup = dir.resolve("backup");
        try (AdminFixture running = start()) {
            key = running.key(running.bought("pro@1"));
            assertThat(commands.run("backup", "--data-dir", data.toString(), "--to", backup.toString()))
                    .as(commands.errors())
                    .isZero();
        }
        try (AdminFixture restored = AdminFixture.embedded(backup)) {
            assertThat(restored.call(key)).isEqualTo("granted");
        }
    }
}
