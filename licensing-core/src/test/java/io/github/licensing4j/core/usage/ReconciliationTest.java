package io.github.licensing4j.core.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.admin.ReconciliationReport;
import io.github.licensing4j.admin.ReconciliationReport.Between;
import io.github.licensing4j.admin.ReconciliationReport.Difference;
import io.github.licensing4j.core.store.BatchTotals;
import io.github.licensing4j.core.store.jdbc.JdbcStore;
import io.github.licensing4j.core.usage.FaultyLedger.Mode;
import io.github.licensing4j.core.usage.journal.JournalSettings;
import io.github.licensing4j.core.usage.journal.JournalSettings.WhenFull;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.UsageCorrection;
import io.github.licensing4j.tck.MovableClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests that every kind of fault that makes two numbers differ is found, and nothing else. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReconciliationTest {
    private static final int SEGMENT = 1 << 18;

    @TempDir
    Path dir;

    private final MovableClock clock = new MovableClock("2026-03-10T12:00:00Z");
    private JdbcStore store;

    @BeforeEach
    void open() {
        store = JdbcStore.embedded(dir.resolve("data"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private UsageRun start(int maxLicenses, int segments, int keptSegments, WhenFull whenFull) {
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

    private UsageRun start() {
        return start(1000, 256, 128, WhenFull.REFUSE);
    }

    private void tamper(String sql) throws SQLException {
        Path file = dir.resolve("data").resolve("licensing.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).as(sql).isPositive();
        }
    }

    private ReconciliationReport report(UsageRun run) {
        return run.usage.reconciliation().run(clock.instant());
    }

    private static void calls(UsageRun run, int calls) {
        UsageRun.Caller caller = run.caller("lic_1", 1_000_000_000);
        for (int i = 0; i < calls; i++) {
            assertThat(caller.call()).isTrue();
        }
    }

    private void assertFound(UsageRun run, Between between) {
        ReconciliationReport report = report(run);
        assertThat(report.isClean()).isFalse();
        assertThat(report.differences()).extracting(Difference::between).contains(between);
        assertThat(report.differences()).extracting(Difference::license).containsOnly("lic_1");
    }

    @Test
    void isCleanDuringCallsAcrossSegments() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (UsageRun run = start()) {
            ExecutorService threads = Executors.newFixedThreadPool(3);
            List<Future<?>> loads = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                String license = "lic_" + i;
                loads.add(threads.submit(() -> {
                    for (int call = 0; end.getCount() > 0 && call < 50_000; call++) {
                        // Some licenses call for the first time during the comparison.
                        run.caller(license + "_" + call / 500, 1_000_000).call();
                    }
                }));
            }
            for (int i = 0; i < 15; i++) {
                ReconciliationReport report = report(run);
                assertThat(report.differences()).as(report.toString()).isEmpty();
            }
            end.countDown();
            for (Future<?> load : loads) {
                load.get();
            }
            threads.shutdown();
            assertThat(report(run).isClean()).isTrue();
        }
        try (UsageRun next = start()) {
            calls(next, 10);
            ReconciliationReport report = report(next);
            assertThat(report.isClean()).isTrue();
            assertThat(report.sources()).hasSize(2);
            assertThat(report.sources().get(1).decided()).isEqualTo(10L);
            assertThat(report.sources().get(1).journaled()).isEqualTo(10L);
            assertThat(report.sources().get(1).shipped()).isEqualTo(10L);
        }
    }

    @Test
    void findsShedCalls() {
        try (UsageRun run = start(1000, 2, 0, WhenFull.SHED)) {
            calls(run, 1);
            run.faults.is(Mode.FAILS);
            calls(run, 10_000);
            run.faults.is(Mode.ANSWERS);
            assertFound(run, Between.DECIDED_AND_JOURNAL);
        }
    }

    @Test
    void findsRecordDamagedAfterShipping() throws Exception {
        try (UsageRun run = start()) {
            calls(run, 200);
            assertThat(report(run).isClean()).isTrue();
            damage();
            assertFound(run, Between.JOURNAL_AND_LEDGER);
            assertThat(report(run).sources().get(0).unreadable()).isPositive();
        }
    }

    @Test
    void findsRecordDamagedBeforeShipping() throws Exception {
        try (UsageRun run = start()) {
            calls(run, 1);
            run.faults.is(Mode.FAILS);
            calls(run, 200);
            damage();
            run.faults.is(Mode.ANSWERS);
            assertFound(run, Between.DECIDED_AND_JOURNAL);
            assertThat(report(run).notes()).anyMatch(note -> note.contains("because of damage"));
        }
    }

    /** Damages one record in the middle. */
    private void damage() throws IOException {
        Path segment;
        try (Stream<Path> files = Files.list(dir.resolve("journal"))) {
            segment = files.filter(file -> file.toString().endsWith(".seg"))
                    .findFirst()
                    .orElseThrow();
        }
        try (FileChannel channel = FileChannel.open(segment, StandardOpenOption.WRITE, StandardOpenOption.READ)) {
            ByteBuffer bytes = ByteBuffer.allocate(1);
            channel.read(bytes, 6_000);
            bytes.put(0, (byte) ~bytes.get(0)).rewind();
            channel.write(bytes, 6_000);
        }
    }

    @Test
    void findsChangedRow() throws Exception {
        try (UsageRun run = start()) {
            calls(run, 20);
            assertThat(report(run).isClean()).isTrue();
            tamper("update licensing_usage set units = units - 1");
            assertFound(run, Between.JOURNAL_AND_LEDGER);
        }
    }

    @Test
    void findsInflatedRow() throws Exception {
        try (UsageRun run = start()) {
            calls(run, 20);
            assertThat(report(run).isClean()).isTrue();
            tamper("update licensing_usage set calls = calls + 1, units = units + 1");
            assertFound(run, Between.JOURNAL_AND_LEDGER);
        }
    }

    @Test
    void findsDeletedRowOfEarlierRun() throws Exception {
        try (UsageRun run = start()) {
            calls(run, 20);
        }
        try (UsageRun run = start()) {
            assertThat(report(run).isClean()).isTrue();
            tamper("delete from licensing_usage");
            assertFound(run, Between.JOURNAL_AND_LEDGER);
        }
    }

    @Test
    void findsAdvancedPosition() throws Exception {
        try (UsageRun run = start()) {
            calls(run, 20);
            assertThat(report(run).isClean()).isTrue();
            tamper("update licensing_usage_sources set position = position + 5");
            calls(run, 20);
            assertFound(run, Between.JOURNAL_AND_LEDGER);
            assertThat(report(run).notes()).anyMatch(note -> note.contains("cannot be shipped to the ledger"));
        }
    }

    @Test
    void findsResetPosition() throws Exception {
        try (UsageRun run = start()) {
            calls(run, 20);
            assertThat(report(run).isClean()).isTrue();
            tamper("update licensing_usage_sources set position = position - 5");
            calls(run, 20);
            assertFound(run, Between.JOURNAL_AND_LEDGER);
        }
    }

    @Test
    void comparesDecisionsAfterRelease() throws Exception {
        try (UsageRun run = start(1000, 8, 0, WhenFull.REFUSE)) {
            for (int i = 0; i < 10; i++) {
                calls(run, 2_000);
                assertThat(report(run).differences()).isEmpty();
            }
            ReconciliationReport report = report(run);
            // Segments are released in the background.
            while (report.notes().stream().noneMatch(note -> note.contains("no longer in the journal"))) {
                report = report(run);
            }
            assertThat(report.sources().get(0).journaled()).isEqualTo(20_000L);
            tamper("update licensing_usage set units = units + 1");
            assertFound(run, Between.DECIDED_AND_JOURNAL);
        }
    }

    private void correct(String id, long units) {
        LicenseId license = UsageRun.id("lic_1");
        store.commit(StoreChange.builder()
                .correction(new UsageCorrection(
                        id,
                        license,
                        "customer of lic_1",
                        new PlanId("pro", 1),
                        "calls",
                        units,
                        clock.instant(),
                        new UsageCorrection.Entered(clock.instant(), "ann", null),
                        store.usage().counters(license, clock.instant()).stream()
                                .map(counter -> BatchTotals.with(counter, units))
                                .toList()))
                .build());
    }

    private Difference onlyDifference(UsageRun run, Between between, String where) {
        List<Difference> found = report(run).differences().stream()
                .filter(one -> one.between() == between && one.where().equals(where))
                .toList();
        assertThat(found).hasSize(1);
        assertThat(found.get(0).license()).isEqualTo("lic_1");
        assertThat(found.get(0).meter()).isEqualTo("calls");
        return found.get(0);
    }

    @Test
    void correctionsAreNoDifferences() {
        try (UsageRun run = start()) {
            calls(run, 20);
            run.usage.flush();
            correct("cor_1", -30);
            correct("cor_2", 5);
            calls(run, 2);
            assertThat(report(run).differences()).isEmpty();
        }
    }

    @Test
    void findsChangedCorrection() throws Exception {
        try (UsageRun run = start()) {
            calls(run, 20);
            run.usage.flush();
            correct("cor_1", -3);
            tamper("update licensing_corrections set units = -4");
            assertThat(onlyDifference(run, Between.LEDGER_AND_HOURS, "usage").expected())
                    .isEqualTo(16);
            tamper("update licensing_corrections set units = -3");
            assertThat(report(run).differences()).isEmpty();
            tamper("update licensing_usage set units = units - 1 where source = 0");
            Difference difference = onlyDifference(run, Between.LEDGER_AND_HOURS, "usage");
            assertThat(List.of(difference.expected(), difference.found())).containsExactly(17L, 16L);
        }
    }

    @Test
    void findsWrongExportedHours() throws Exception {
        try (UsageRun run = start()) {
            calls(run, 20);
            assertThat(report(run).differences()).isEmpty();
            tamper("update licensing_usage_totals set units = units + 7");
            Difference difference = onlyDifference(run, Between.LEDGER_AND_HOURS, "exports");
            assertThat(List.of(difference.expected(), difference.found())).containsExactly(20L, 27L);
            tamper("delete from licensing_usage_totals");
            assertThat(onlyDifference(run, Between.LEDGER_AND_HOURS, "exports").found())
                    .isZero();
        }
    }

    @Test
    void findsCounterAboveAddedUnits() throws Exception {
        try (UsageRun run = start()) {
            calls(run, 20);
            run.usage.flush();
            correct("cor_1", 2);
            assertThat(report(run).differences()).isEmpty();
            tamper("update licensing_counters set used = used + 1");
            Difference difference = onlyDifference(run, Between.LEDGER_AND_COUNTERS, "counters");
            assertThat(List.of(difference.expected(), difference.found())).containsExactly(22L, 23L);
        }
    }

    @Test
    void findsRowsOfUnjournaledSource() throws Exception {
        try (UsageRun run = start()) {
            calls(run, 20);
            run.usage.flush();
            tamper("insert into licensing_usage select issuer, license, hour, meter, kind, customer, plan, feature,"
                    + " endpoint, status, 77, 5, 5 from licensing_usage");
            assertThat(onlyDifference(run, Between.LEDGER_AND_HOURS, "exports").expected())
                    .isEqualTo(25);
        }
    }

    @Test
    void ignoresLicensesBeyondLimit() {
        try (UsageRun run = start(2, 8, 4, WhenFull.REFUSE)) {
            for (int i = 0; i < 5; i++) {
                assertThat(run.caller("lic_" + i, 10).call()).isTrue();
            }
            ReconciliationReport report = report(run);
            assertThat(report.isClean()).isTrue();
            assertThat(report.notes()).anyMatch(note -> note.contains("more licenses called"));
        }
    }

    @Test
    void comparesDecisionsWithoutJournal() throws Exception {
        try (UsageRun run = new UsageRun(store.usage(), UsageSettings.inMemory(), clock).start()) {
            calls(run, 20);
            assertThat(report(run).isClean()).isTrue();
            tamper("update licensing_usage set units = units - 1");
            assertFound(run, Between.DECIDED_AND_JOURNAL);
        }
    }
}
