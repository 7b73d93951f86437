package io.github.licensing4j.core.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.core.store.memory.InMemoryStore;
import io.github.licensing4j.core.usage.journal.JournalSettings;
import io.github.licensing4j.spi.StoreException;
import io.github.licensing4j.spi.UsageLedger;
import io.github.licensing4j.tck.MovableClock;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a shipment begins where the one before ended, and after a failure where the ledger is. */
class ResumedShipmentTest {
    /** The offset of the first record of a segment. */
    private static final int RECORDS = 128;

    @TempDir
    Path dir;

    private final MovableClock clock = new MovableClock("2026-03-10T12:00:00Z");
    private final UsageLedger ledger = new InMemoryStore().usage();

    @Test
    void readsNoShippedCallAgain() throws Exception {
        try (UsageRun run = run(1 << 18)) {
            call(run, 10);
            run.usage.flush();
            // Without the definitions at the start of the segment, a new reader understands no call in it.
            overwriteFirstRecords();
            call(run, 10);
            run.usage.flush();
            assertThat(run.ledgerCalls()).isEqualTo(20);
        }
    }

    @Test
    void readsCallsAgainThatLedgerDidNotTake() {
        try (UsageRun run = run(1 << 18)) {
            call(run, 10);
            run.usage.flush();
            run.faults.is(FaultyLedger.Mode.FAILS);
            call(run, 5);
            assertThatThrownBy(run.usage::flush).isInstanceOf(StoreException.class);
            run.faults.is(FaultyLedger.Mode.LOSES_ANSWERS);
            call(run, 5);
            assertThatThrownBy(run.usage::flush).isInstanceOf(StoreException.class);
            run.faults.is(FaultyLedger.Mode.ANSWERS);
            call(run, 5);
            run.usage.flush();
            assertThat(run.ledgerCalls()).isEqualTo(25);
        }
    }

    @Test
    void followsTheJournalIntoItsNextSegments() {
        int calls = 0;
        try (UsageRun run = run(1 << 18)) {
            for (int shipment = 1; shipment <= 60; shipment++) {
                call(run, 100);
                calls += 100;
                run.usage.flush();
                assertThat(run.ledgerCalls()).isEqualTo(calls);
            }
        }
    }

    private UsageRun run(int segmentBytes) {
        JournalSettings journal = JournalSettings.in(dir).sizes(segmentBytes, 1 << 21);
        return new UsageRun(ledger, new UsageSettings(journal, UsageRun.NEVER, null), clock).start();
    }

    private static void call(UsageRun run, int calls) {
        UsageRun.Caller caller = run.caller("lic_1", 1_000_000);
        for (int i = 0; i < calls; i++) {
            assertThat(caller.call()).isTrue();
        }
    }

    private void overwriteFirstRecords() throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            for (Path file : files.filter(
                            path -> Files.isRegularFile(path) && path.toString().endsWith(".seg"))
                    .toList()) {
                try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
                    bytes.seek(RECORDS);
                    bytes.write(new byte[64]);
                }
            }
        }
    }
}
