package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.licensing4j.admin.ReconciliationReport.Between;
import io.github.licensing4j.admin.ReconciliationReport.Difference;
import io.github.licensing4j.core.MeteredFixture.Kept;
import io.github.licensing4j.core.usage.export.ExportSettings;
import io.github.licensing4j.spi.ExportEvent;
import io.github.licensing4j.spi.ExportResult;
import io.github.licensing4j.spi.UsageExporter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reconciliation compares what was exported with the ledger. */
class ExportReconciliationTest {
    @TempDir
    Path dir;

    private final List<ExportEvent> received = new CopyOnWriteArrayList<>();

    private final class Exporter implements UsageExporter {
        @Override
        public String name() {
            return "billing";
        }

        @Override
        public ExportResult export(List<ExportEvent> events) {
            received.addAll(events);
            return ExportResult.all(events, new ExportResult.Accepted());
        }
    }

    private MeteredFixture exporting() {
        ExportSettings rarely = new ExportSettings(
                Duration.ofMinutes(5), Duration.ofDays(1), 30, Duration.ofDays(7), Duration.ofSeconds(5));
        return new MeteredFixture(
                dir,
                Kept.IN_FILES,
                options -> options.usageExporter(new Exporter()).exports(rarely));
    }

    @Test
    void exportsAndReconcilesClosedHours() {
        try (MeteredFixture fixture = exporting()) {
            String license = fixture.license("pro@1");
            fixture.calls(fixture.key(license), 4);
            fixture.clock.advance(Duration.ofHours(2));
            var before = fixture.usage().reconcile();
            assertThat(before.differences()).isEmpty();
            assertThat(before.exporters())
                    .singleElement()
                    .satisfies(one -> assertThat(one.waiting()).isEqualTo(1));
            // A last run at the close exports what waits.
            fixture.restart();
            assertThat(received)
                    .extracting(ExportEvent::meter, ExportEvent::units)
                    .containsExactly(tuple("calls", 4L));
            var after = fixture.usage().reconcile();
            assertThat(after.differences()).isEmpty();
            assertThat(after.exporters())
                    .singleElement()
                    .satisfies(one -> assertThat(one.waiting()).isZero());
            assertThat(fixture.usage().replayExports(List.of(), BY)).isZero();
        }
    }

    @Test
    void detectsExportThatDiffersFromLedger() throws Exception {
        try (MeteredFixture fixture = exporting()) {
            String license = fixture.license("pro@1");
            fixture.calls(fixture.key(license), 4);
            fixture.clock.advance(Duration.ofHours(2));
            assertThat(fixture.usage().reconcile().differences()).isEmpty();
            tamper("update licensing_export_events set units = 3");
            assertExportDiffers(fixture, license, 3);
            tamper("delete from licensing_export_events");
            assertExportDiffers(fixture, license, 0);
            tamper("insert into licensing_export_accepted select exporter, issuer, license, meter, 4, 1"
                    + " from licensing_export_sums");
            assertThat(fixture.usage().reconcile().differences()).isEmpty();
            tamper("update licensing_export_accepted set units = 9");
            assertExportDiffers(fixture, license, 9);
        }
    }

    private void tamper(String sql) throws SQLException {
        Path file = dir.resolve("store").resolve("licensing.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).as(sql).isPositive();
        }
    }

    private static void assertExportDiffers(MeteredFixture fixture, String license, long found) {
        assertThat(fixture.usage().reconcile().differences())
                .containsExactly(
                        new Difference(Between.LEDGER_AND_EXPORT, "billing", license, "calls", 4, found, 0, 0));
    }
}
