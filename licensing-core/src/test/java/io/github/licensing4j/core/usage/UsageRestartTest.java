package io.github.licensing4j.core.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.Health;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.core.store.memory.InMemoryStore;
import io.github.licensing4j.core.usage.FaultyLedger.Mode;
import io.github.licensing4j.core.usage.journal.JournalSettings;
import io.github.licensing4j.spi.StoreException;
import io.github.licensing4j.spi.UsageLedger;
import io.github.licensing4j.tck.MovableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests that the usage of a dead process is in the ledger before the next one grants anything. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Tag("rule-3.4")
class UsageRestartTest {
    private static final int SEGMENT = 1 << 18;

    @TempDir
    Path dir;

    private final MovableClock clock = new MovableClock("2026-03-10T12:00:00Z");
    private final UsageLedger ledger = new InMemoryStore().usage();
    private int images;

    private UsageRun open(Path journal) {
        JournalSettings settings = JournalSettings.in(journal).sizes(SEGMENT, 8L * SEGMENT);
        return new UsageRun(ledger, new UsageSettings(settings, UsageRun.NEVER, null), clock);
    }

    /** Copies the journal as a run that dies now leaves it. */
    private Path image(Path journal) throws IOException {
        Path copy = Files.createDirectories(dir.resolve("image-" + ++images));
        try (Stream<Path> files = Files.list(journal)) {
            for (Path file :
                    files.filter(one -> !one.toString().endsWith(".new")).toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy;
    }

    private static int granted(UsageRun.Caller caller, int calls) {
        int granted = 0;
        for (int i = 0; i < calls; i++) {
            granted += caller.call() ? 1 : 0;
        }
        return granted;
    }

    @Test
    void startShipsUsageOfDeadRun() throws Exception {
        Path journal = dir.resolve("journal");
        try (UsageRun dead = open(journal).start()) {
            assertThat(granted(dead.caller("lic_1", 100), 60)).isEqualTo(60);
            assertThat(dead.ledgerCalls()).isZero();
            Path left = image(journal);
            dead.faults.is(Mode.FAILS);
            try (UsageRun next = open(left).start()) {
                assertThat(next.ledgerCalls()).isEqualTo(60);
                assertThat(granted(next.caller("lic_1", 100), 60)).isEqualTo(40);
                next.usage.flush();
                assertThat(next.ledgerCalls()).isEqualTo(100);
            }
        }
    }

    @Test
    void crashesNeverExceedQuota() throws Exception {
        Random random = new Random(7);
        Path journal = dir.resolve("journal");
        int granted = 0;
        for (int run = 0; run < 12; run++) {
            try (UsageRun dying = open(journal).start()) {
                UsageRun.Caller caller = dying.caller("lic_1", 100);
                for (int step = 0; step < 3; step++) {
                    granted += granted(caller, random.nextInt(8));
                    dying.faults.is(random.nextBoolean() ? Mode.LOSES_ANSWERS : Mode.ANSWERS);
                    flushOrNot(dying);
                }
                granted += granted(caller, random.nextInt(4));
                journal = image(journal);
                dying.faults.is(Mode.FAILS);
            }
        }
        try (UsageRun last = open(journal).start()) {
            assertThat(last.ledgerCalls()).isEqualTo(granted);
            granted += granted(last.caller("lic_1", 100), 200);
        }
        assertThat(granted).isEqualTo(100);
    }

    @Test
    void keepsJournalForMemoryLedger() {
        JournalSettings journal = JournalSettings.in(dir.resolve("journal")).sizes(SEGMENT, 8L * SEGMENT);
        int granted = 0;
        for (int run = 0; run < 4; run++) {
            UsageLedger fresh = new InMemoryStore().usage();
            try (UsageRun next = new UsageRun(fresh, new UsageSettings(journal, UsageRun.NEVER, null), clock).start()) {
                assertThat(next.ledgerCalls()).isEqualTo(granted);
                granted += granted(next.caller("lic_1", 100), 40);
                next.usage.flush();
                assertThat(next.health())
                        .filteredOn(part -> part.name().equals("usage-retention"))
                        .singleElement()
                        .satisfies(part -> assertThat(part.detail()).contains("1048576 bytes"));
            }
            clock.advance(Duration.ofHours(30));
        }
        assertThat(granted).isEqualTo(100);
    }

    private static void flushOrNot(UsageRun run) {
        try {
            run.usage.flush();
        } catch (StoreException e) {
            assertThat(e).hasMessageContaining("gone");
        }
    }

    @Test
    void clockSetBackDoesNotResetPeriod() {
        QuotaLimit daily = new QuotaLimit("daily", "calls", 10, ContractPeriod.parse("P1D"), List.of(), null);
        Path journal = dir.resolve("journal");
        clock.set("2026-03-11T01:00:00Z");
        try (UsageRun run = open(journal).start()) {
            assertThat(granted(run.caller("lic_1", new PlanId("pro", 1), List.of(daily), List.of()), 20))
                    .isEqualTo(10);
        }
        clock.set("2026-03-10T23:30:00Z");
        try (UsageRun run = open(journal).start()) {
            clock.set("2026-03-11T02:00:00Z");
            assertThat(granted(run.caller("lic_1", new PlanId("pro", 1), List.of(daily), List.of()), 20))
                    .isZero();
        }
    }

    @Test
    void rejectsClockDayBehindJournal() {
        Path journal = dir.resolve("journal");
        try (UsageRun run = open(journal).start()) {
            assertThat(run.caller("lic_1", 100).call()).isTrue();
        }
        clock.set("2026-03-09T11:00:00Z");
        assertThatThrownBy(() -> open(journal))
                .isInstanceOf(LicensingException.class)
                .hasMessageContaining("2026-03-10T12:00:00Z");
        clock.set("2026-03-10T11:00:00Z");
        open(journal).close();
    }

    @Test
    void shippedRunsDoNotFillDisk() {
        JournalSettings tiny = JournalSettings.in(dir.resolve("journal"))
                .sizes(SEGMENT, 4L * SEGMENT)
                .keep(0, Duration.ofDays(1));
        for (int i = 1; i <= 12; i++) {
            try (UsageRun run = new UsageRun(ledger, new UsageSettings(tiny, UsageRun.NEVER, null), clock).start()) {
                assertThat(granted(run.caller("lic_1", 1000), 5)).as("run " + i).isEqualTo(5);
            }
            assertThat(ledger.sources("node")).hasSize(i);
        }
    }

    @Test
    void newJournalDirectoryStartsNewEpoch() {
        try (UsageRun run = open(dir.resolve("one")).start()) {
            assertThat(granted(run.caller("lic_1", 100), 30)).isEqualTo(30);
        }
        try (UsageRun run = open(dir.resolve("two")).start()) {
            assertThat(granted(run.caller("lic_1", 100), 100)).isEqualTo(70);
            run.usage.flush();
            assertThat(run.ledgerCalls()).isEqualTo(100);
            assertThat(run.usage.reconciliation().run(clock.instant()).differences())
                    .isEmpty();
        }
    }

    @Test
    void detectsDuplicateNodeName() {
        try (UsageRun one = open(dir.resolve("one")).start();
                UsageRun other = open(dir.resolve("two")).start()) {
            assertThat(granted(one.caller("lic_1", 100), 5)).isEqualTo(5);
            one.usage.flush();
            assertThat(granted(other.caller("lic_2", 100), 9)).isEqualTo(9);
            assertThatThrownBy(other.usage::flush)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContainingAll("another process has the node name 'node'", "licensing.store.node");
        }
    }

    @Test
    void healthShowsWaitingCalls() {
        try (UsageRun run = open(dir.resolve("journal")).start()) {
            assertThat(usage(run)).isEqualTo("0 calls wait for the ledger");
            assertThat(granted(run.caller("lic_1", 100), 3)).isEqualTo(3);
            assertThat(usage(run)).isEqualTo("3 calls wait for the ledger");
            run.usage.flush();
            assertThat(usage(run)).isEqualTo("0 calls wait for the ledger");
        }
    }

    private static String usage(UsageRun run) {
        return run.health().stream()
                .filter(component -> component.name().equals("usage"))
                .map(Health.Component::detail)
                .findFirst()
                .orElseThrow();
    }
}
