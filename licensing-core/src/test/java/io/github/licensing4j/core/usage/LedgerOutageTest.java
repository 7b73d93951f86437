package io.github.licensing4j.core.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Health;
import io.github.licensing4j.Health.Status;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.core.store.memory.InMemoryStore;
import io.github.licensing4j.core.usage.FaultyLedger.Mode;
import io.github.licensing4j.core.usage.journal.CallDescriptor;
import io.github.licensing4j.core.usage.journal.CallRecord;
import io.github.licensing4j.core.usage.journal.JournalSettings;
import io.github.licensing4j.core.usage.journal.JournalSettings.WhenFull;
import io.github.licensing4j.core.usage.journal.UsageAccount;
import io.github.licensing4j.spi.UsageLedger;
import io.github.licensing4j.spi.UsageSource;
import io.github.licensing4j.tck.MovableClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests that calls continue and are not lost while the ledger is unavailable. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Tag("rule-3.4")
class LedgerOutageTest {
    private static final int SEGMENT = 1 << 18;
    private static final long PLENTY = 1_000_000_000_000L;

    @TempDir
    Path dir;

    private final MovableClock clock = new MovableClock("2026-03-10T12:00:00Z");
    private final UsageLedger ledger = new InMemoryStore().usage();

    private UsageRun start(WhenFull whenFull, int segments, Duration interval) {
        return start(whenFull, SEGMENT, segments, interval);
    }

    private UsageRun start(WhenFull whenFull, int segment, int segments, Duration interval) {
        JournalSettings journal = JournalSettings.in(dir.resolve("journal"))
                .sizes(segment, (long) segments * segment)
                .keep(0, Duration.ofDays(1))
                .whenFull(whenFull);
        return new UsageRun(ledger, new UsageSettings(journal, interval, null), clock).start();
    }

    @Test
    void callsContinueDuringOutageUnderLoad() throws Exception {
        underLoad(Duration.ofMillis(300));
    }

    @Test
    @Tag("proof")
    void callsContinueDuringOutageOfMinute() throws Exception {
        underLoad(Duration.ofSeconds(60));
    }

    private void underLoad(Duration away) throws Exception {
        CountDownLatch back = new CountDownLatch(1);
        try (UsageRun run = start(WhenFull.REFUSE, 1 << 24, 128, Duration.ofMillis(1))) {
            assertThat(run.caller("lic_1", PLENTY).call()).isTrue();
            run.faults.is(Mode.FAILS);
            ExecutorService threads = Executors.newFixedThreadPool(2);
            List<Future<Long>> loads = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                UsageRun.Caller caller = run.caller("lic_1", PLENTY);
                loads.add(threads.submit(() -> callsUntil(caller, back)));
            }
            assertThat(back.await(away.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
            run.faults.is(Mode.ANSWERS);
            back.countDown();
            long settled = 1;
            for (Future<Long> load : loads) {
                settled += load.get();
            }
            threads.shutdown();
            run.usage.flush();
            assertThat(settled).isGreaterThan(100);
            assertThat(run.ledgerCalls()).isEqualTo(settled);
        }
    }

    /** Some 50,000 calls per second from each thread, for which 2 GiB are enough. */
    private static long callsUntil(UsageRun.Caller caller, CountDownLatch back) throws InterruptedException {
        long settled = 0;
        while (!back.await(1, TimeUnit.MILLISECONDS)) {
            for (int i = 0; i < 50; i++) {
                assertThat(caller.call()).isTrue();
                settled++;
            }
        }
        return settled;
    }

    @Test
    void callsDoNotWaitForHangingLedger() throws Exception {
        try (UsageRun run = start(WhenFull.REFUSE, 8, UsageRun.NEVER)) {
            UsageRun.Caller caller = run.caller("lic_1", PLENTY);
            assertThat(caller.call()).isTrue();
            run.faults.is(Mode.HANGS);
            ExecutorService thread = Executors.newSingleThreadExecutor();
            Future<?> flushing = thread.submit(run.usage::flush);
            run.faults.awaitHanging();
            for (int i = 0; i < 1000; i++) {
                assertThat(caller.call()).isTrue();
            }
            assertThat(run.health()).extracting(Health.Component::name).contains("usage", "usage-journal");
            assertThat(flushing.isDone()).isFalse();
            run.faults.release();
            flushing.get();
            thread.shutdown();
            run.usage.flush();
            assertThat(run.ledgerCalls()).isEqualTo(1001);
        }
    }

    @Test
    @Tag("4.4.4")
    void removedUnshippedSegmentShowsInHealth() throws Exception {
        try (UsageRun run = start(WhenFull.REFUSE, 8, UsageRun.NEVER)) {
            UsageRun.Caller caller = run.caller("lic_1", PLENTY);
            assertThat(caller.call()).isTrue();
            run.faults.is(Mode.FAILS);
            for (int i = 0; i < 5_000; i++) {
                awaitRoom(run);
                assertThat(caller.call()).isTrue();
            }
        }
        Files.delete(dir.resolve("journal").resolve("0000000001-000001.seg"));
        try (UsageRun run = start(WhenFull.REFUSE, 8, UsageRun.NEVER)) {
            assertThat(journalHealth(run).status()).isEqualTo(Health.Status.DEGRADED);
            assertThat(journalHealth(run).detail()).contains("calls neither in the journal nor in the ledger");
        }
    }

    /** Waits for room: a small journal has none while its next segment is created. */
    private static void awaitRoom(UsageRun run) {
        while (!run.usage.hasRoom()) {
            Thread.onSpinWait();
        }
    }

    private static Health.Component journalHealth(UsageRun run) {
        return run.health().stream()
                .filter(part -> part.name().equals("usage-journal"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void fullDiskRefusesCallsUntilLedgerReturns() {
        try (UsageRun run = start(WhenFull.REFUSE, 2, UsageRun.NEVER)) {
            UsageRun.Caller caller = run.caller("lic_1", PLENTY);
            assertThat(caller.call()).isTrue();
            run.faults.is(Mode.FAILS);
            long granted = 1 + callsUntilFull(run, caller);
            assertThat(granted).isBetween(100L, 10_000L);
            assertThat(run.usage.hasRoom()).isFalse();
            run.faults.is(Mode.ANSWERS);
            run.usage.flush();
            assertThat(run.ledgerCalls()).isEqualTo(granted);
        }
        try (UsageRun run = start(WhenFull.REFUSE, 2, UsageRun.NEVER)) {
            while (!run.usage.hasRoom()) {
                Thread.onSpinWait();
            }
            assertThat(run.caller("lic_1", PLENTY).call()).isTrue();
        }
    }

    @Test
    void fullDiskRecovers() {
        try (UsageRun run = start(WhenFull.REFUSE, 4, UsageRun.NEVER)) {
            UsageRun.Caller caller = run.caller("lic_1", PLENTY);
            assertThat(caller.call()).isTrue();
            run.faults.is(Mode.FAILS);
            long granted = 1 + callsUntilFull(run, caller);
            run.faults.is(Mode.ANSWERS);
            while (!run.usage.hasRoom()) {
                run.usage.flush();
                Thread.onSpinWait();
            }
            assertThat(caller.call()).isTrue();
            run.usage.flush();
            assertThat(run.ledgerCalls()).isEqualTo(granted + 1);
        }
    }

    /** A refusal alone does not show that the journal is full: its next segment may be late. */
    private static long callsUntilFull(UsageRun run, UsageRun.Caller caller) {
        long granted = 0;
        while (true) {
            if (caller.call()) {
                granted++;
            } else if (isFull(run)) {
                return granted;
            }
        }
    }

    private static boolean isFull(UsageRun run) {
        return run.health().stream()
                .anyMatch(component -> component.name().equals("usage-journal") && component.status() == Status.DOWN);
    }

    @Test
    void countsShedCalls() {
        try (UsageRun run = start(WhenFull.SHED, 2, UsageRun.NEVER)) {
            UsageRun.Caller caller = run.caller("lic_1", PLENTY);
            assertThat(caller.call()).isTrue();
            run.faults.is(Mode.FAILS);
            for (int i = 1; i < 10_000; i++) {
                assertThat(caller.call()).isTrue();
            }
            run.faults.is(Mode.ANSWERS);
            run.usage.flush();
            long shed = 10_000 - run.ledgerCalls();
            assertThat(shed).isPositive();
            assertThat(run.health())
                    .anySatisfy(component -> assertThat(component.detail()).contains("FULL=" + shed));
        }
    }

    @Test
    void boundsMemoryWithoutJournal() {
        MemoryUsageLog usageLog = new MemoryUsageLog(new UsageSource("node", 1), 1);
        assertThat(usageLog.hasRoom()).isTrue();
        usageLog.append(
                new UsageAccount(UsageRun.id("lic_1"), "acme", new PlanId("pro", 1), null, null),
                new CallDescriptor("", "", List.of(), List.of(), List.of()),
                new CallRecord(0, 200, UsageKind.CHARGED, new long[0]));
        assertThat(usageLog.hasRoom()).isFalse();
        usageLog.ship(new LedgerWriter(ledger, batch -> moves -> List.of()));
        assertThat(usageLog.hasRoom()).isTrue();
    }
}
