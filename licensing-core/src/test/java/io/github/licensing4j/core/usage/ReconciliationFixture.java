package io.github.licensing4j.core.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.admin.ReconciliationReport;
import io.github.licensing4j.core.store.jdbc.JdbcStore;
import io.github.licensing4j.core.usage.journal.JournalSettings;
import io.github.licensing4j.core.usage.journal.JournalSettings.WhenFull;
import io.github.licensing4j.tck.MovableClock;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A store, its journal and their reconciliation. */
abstract class ReconciliationFixture {
    static final int SEGMENT = 1 << 18;

    @TempDir
    Path dir;

    final MovableClock clock = new MovableClock("2026-03-10T12:00:00Z");
    JdbcStore store;

    @BeforeEach
    void open() {
        store = JdbcStore.embedded(dir.resolve("data"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    UsageRun start(int maxLicenses, int segments, int keptSegments, WhenFull whenFull) {
        JournalSettings journal = JournalSettings.in(dir.resolve("journal"))
                .sizes(SEGMENT, (long) segments * SEGMENT)
                .keep((long) keptSegments * SEGMENT, Duration.ofDays(1))
                .whenFull(whenFull);
        return new UsageRun(
                        new FaultyLedger(store.usage()),
                        new UsageSettings(journal, Duration.ofMillis(5), null),
                        clock,
                        maxLicenses)
                .start();
    }

    UsageRun start() {
        return start(1000, 256, 128, WhenFull.REFUSE);
    }

    void tamper(String sql) throws SQLException {
        Path file = dir.resolve("data").resolve("licensing.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).as(sql).isPositive();
        }
    }

    ReconciliationReport report(UsageRun run) {
        return run.usage.reconciliation().run(clock.instant());
    }

    static void calls(UsageRun run, int calls) {
        UsageRun.Caller caller = run.caller("lic_1", 1_000_000_000);
        for (int i = 0; i < calls; i++) {
            assertThat(caller.call()).isTrue();
        }
    }
}
