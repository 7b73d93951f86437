package io.github.licensing4j.core.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.admin.ReconciliationReport;
import io.github.licensing4j.admin.ReconciliationReport.Between;
import io.github.licensing4j.admin.ReconciliationReport.Difference;
import io.github.licensing4j.core.usage.FaultyLedger.Mode;
import io.github.licensing4j.core.usage.journal.JournalSettings.WhenFull;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests that every kind of fault that makes two numbers differ is found, and nothing else. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReconciliationTest extends ReconciliationFixture {
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
