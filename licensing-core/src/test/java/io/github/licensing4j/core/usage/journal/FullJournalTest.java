package io.github.licensing4j.core.usage.journal;

import static io.github.licensing4j.core.usage.journal.JournalFixture.SEGMENT;
import static io.github.licensing4j.core.usage.journal.JournalFixture.account;
import static io.github.licensing4j.core.usage.journal.JournalFixture.call;
import static io.github.licensing4j.core.usage.journal.JournalFixture.descriptor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.licensing4j.Health.Status;
import io.github.licensing4j.core.usage.journal.JournalSettings.WhenFull;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests a journal that reaches its size limit or fills the disk. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Tag("rule-3.3")
class FullJournalTest {
    @TempDir
    Path temporary;

    private JournalFixture fixture;
    private final UsageAccount account = account("1");
    private final CallDescriptor descriptor = descriptor();

    @BeforeEach
    void setUp() {
        fixture = new JournalFixture(temporary.resolve("journal"));
    }

    private UsageJournal open(WhenFull whenFull, int segments) {
        return UsageJournal.open(
                fixture.settings()
                        .sizes(SEGMENT, (long) segments * SEGMENT)
                        .keep(0, Duration.ofDays(1))
                        .whenFull(whenFull),
                fixture.clock);
    }

    private long size() throws IOException {
        try (var files = Files.list(fixture.directory)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    @Test
    void keepsRoomForCallsInFlight() throws Exception {
        try (UsageJournal journal = open(WhenFull.REFUSE, 3)) {
            long granted = 0;
            while (journal.hasRoom() || journal.health().status() == Status.UP) {
                if (journal.hasRoom()) {
                    assertThat(journal.append(account, descriptor, call(granted + 1)))
                            .isEqualTo(++granted);
                }
            }
            assertThat(size()).isLessThan(3L * SEGMENT + 100);
            assertThat(journal.health().status()).isEqualTo(Status.DOWN);
            assertThat(journal.health().detail())
                    .contains("waiting for the ledger, licensing.usage.max-disk is " + 3 * SEGMENT);
            // A sixteenth of a segment is kept free, which 150 of these calls fit into.
            for (int inFlight = 1; inFlight <= 150; inFlight++) {
                assertThat(journal.append(account, descriptor, call(1))).isEqualTo(granted + inFlight);
            }
            assertThat(journal.shed()).isEmpty();
        }
    }

    @Test
    void releasingFreesRoom() throws Exception {
        try (UsageJournal journal = open(WhenFull.REFUSE, 3)) {
            long last = 0;
            for (int round = 0; round < 3; round++) {
                while (journal.hasRoom()) {
                    last = journal.append(account, descriptor, call(1));
                }
                journal.force();
                journal.released(journal.epoch(), last);
                while (!journal.hasRoom()) {
                    Thread.onSpinWait();
                }
                assertThat(journal.append(account, descriptor, call(1))).isEqualTo(++last);
            }
            assertThat(journal.health().status()).isEqualTo(Status.UP);
        }
    }

    @Test
    void countsShedCallsExactly() throws Exception {
        try (UsageJournal journal = open(WhenFull.SHED, 2)) {
            long kept = 0;
            long shed = 0;
            while (shed < 1_000) {
                assertThat(journal.hasRoom()).isTrue();
                long seq = journal.append(account, descriptor, call(1));
                if (seq == UsageJournal.NOT_KEPT) {
                    shed++;
                } else {
                    assertThat(seq).isEqualTo(++kept);
                }
            }
            assertThat(journal.shed()).isEqualTo(Map.of(ShedReason.FULL, 1_000L));
            assertThat(journal.health().status()).isEqualTo(Status.DEGRADED);
            assertThat(journal.health().detail()).contains("calls not recorded: {FULL=1000}");
            assertThat(JournalFixture.entries(journal, 1)).hasSize((int) kept);
            assertThat(size()).isLessThan(2L * SEGMENT + 100);
        }
    }

    @Test
    void unshippedEarlierRunsUseRoom() {
        try (UsageJournal journal = open(WhenFull.REFUSE, 2)) {
            // A short lack of room is not full: the next segment may still be being created.
            while (journal.hasRoom() || journal.health().status() == Status.UP) {
                if (journal.hasRoom()) {
                    journal.append(account, descriptor, call(1));
                }
            }
        }
        try (UsageJournal journal = open(WhenFull.REFUSE, 2)) {
            assertThat(journal.hasRoom()).isFalse();
            assertThat(journal.append(account, descriptor, call(1))).isEqualTo(UsageJournal.NOT_KEPT);
            long last = journal.epochs().get(0).lastSeq();
            journal.released(1, last);
            while (!journal.hasRoom()) {
                journal.released(1, last);
            }
            assertThat(journal.append(account, descriptor, call(1))).isEqualTo(1);
        }
    }

    @Test
    void keepsShippedSegmentsByLimits() {
        JournalSettings settings =
                fixture.settings().sizes(SEGMENT, 20L * SEGMENT).keep(2L * SEGMENT, Duration.ofHours(24));
        try (UsageJournal journal = UsageJournal.open(settings, fixture.clock)) {
            long last = 0;
            while (journal.epochs().isEmpty() || last < 20_000) {
                last = journal.append(account, descriptor, call(1));
            }
            journal.force();
            journal.released(1, last / 2);
            long kept = journal.epochs().get(0).firstSeq();
            assertThat(kept).isBetween(2L, last / 2 - 3_000);
            journal.released(1, last);
            assertThat(journal.epochs().get(0).firstSeq()).isBetween(kept + 1, last - 3_000);
            fixture.now.set(JournalFixture.START.plus(Duration.ofHours(25)));
            journal.released(1, last);
            // Of the live segment nothing is deleted, whatever is released.
            EpochRange rest = journal.epochs().get(0);
            assertThat(rest.lastSeq()).isEqualTo(last);
            assertThat(rest.firstSeq()).isGreaterThan(last - 3_000);
        }
    }

    @Test
    void deletesShippedSegmentsForNewCalls() throws Exception {
        JournalSettings settings =
                fixture.settings().sizes(SEGMENT, 8L * SEGMENT).keep(4L * SEGMENT, Duration.ofHours(24));
        try (UsageJournal journal = UsageJournal.open(settings, fixture.clock)) {
            long shipped = 0;
            while (size() < 6L * SEGMENT) {
                shipped = journal.append(account, descriptor, call(1));
            }
            journal.force();
            journal.released(1, shipped);
            assertThat(journal.epochs().get(0).firstSeq()).isLessThan(shipped / 2);
            long last = shipped;
            while (journal.hasRoom() || journal.health().status() == Status.UP) {
                if (journal.hasRoom()) {
                    assertThat(journal.append(account, descriptor, call(1))).isEqualTo(++last);
                    assertThat(journal.epochs().get(0).firstSeq()).isLessThanOrEqualTo(shipped + 1);
                }
            }
            // Nearly the whole limit is used by unshipped calls, and all of them are there.
            EpochRange waiting = journal.epochs().get(0);
            assertThat(waiting.firstSeq()).isGreaterThan(shipped - 3_000);
            assertThat(last - shipped).isGreaterThan(shipped);
            assertThat(JournalFixture.entries(journal, 1)).hasSize((int) (last - waiting.firstSeq() + 1));
            assertThat(size()).isLessThan(8L * SEGMENT + 100);
        }
    }

    @Test
    void neverDeletesUnshippedCalls() {
        try (UsageJournal journal = open(WhenFull.REFUSE, 10)) {
            for (int i = 1; i <= 10_000; i++) {
                journal.append(account, descriptor, call(i));
            }
            journal.force();
            fixture.now.set(JournalFixture.START.plus(Duration.ofDays(400)));
            journal.released(1, 1);
            assertThat(journal.epochs()).containsExactly(new EpochRange(1, 1, 10_000));
        }
    }

    @Test
    void fullDiskDoesNotFailHost() throws Exception {
        Path disk = mount(1);
        try {
            JournalFixture small = new JournalFixture(disk.resolve("journal"));
            try (UsageJournal journal = UsageJournal.open(small.settings().whenFull(WhenFull.REFUSE), small.clock)) {
                long seq = 0;
                while (journal.hasRoom() || journal.health().status() == Status.UP) {
                    if (journal.hasRoom()) {
                        assertThat(journal.append(account, descriptor, call(1))).isEqualTo(++seq);
                    }
                }
                assertThat(journal.health().detail()).contains("No space left on device");
                long kept = seq;
                while (journal.append(account, descriptor, call(1)) > 0) {
                    kept++;
                }
                // Room stays for calls in flight: at least a sixteenth of a segment, however fast calls are.
                assertThat(kept - seq).isGreaterThan(150);
                assertThat(journal.shed()).isEqualTo(Map.of(ShedReason.FULL, 1L));
                assertThat(JournalFixture.entries(journal, 1)).hasSize((int) kept);
                journal.force();
                // Mapped or not, released segments are free on the disk.
                long before = Files.getFileStore(disk).getUnallocatedSpace();
                journal.released(1, kept);
                assertThat(Files.getFileStore(disk).getUnallocatedSpace()).isGreaterThan(before);
                while (!journal.hasRoom()) {
                    Thread.onSpinWait();
                }
                assertThat(journal.append(account, descriptor, call(1))).isEqualTo(kept + 1);
            }
        } finally {
            // Lazily: the mappings hold it until they are collected.
            assertThat(run("umount", "-l", disk.toString())).isZero();
        }
    }

    @Test
    void deletesShippedSegmentsOnSmallDisk() throws Exception {
        Path disk = mount(2);
        try {
            JournalFixture small = new JournalFixture(disk.resolve("journal"));
            JournalSettings settings = small.settings().keep(1 << 25, Duration.ofHours(24));
            try (UsageJournal journal = UsageJournal.open(settings, small.clock)) {
                long seq = 0;
                while (Files.getFileStore(disk).getUsableSpace() > 2 * SEGMENT) {
                    seq = journal.append(account, descriptor, call(1));
                }
                journal.force();
                journal.released(1, seq);
                assertThat(journal.epochs().get(0).firstSeq()).isEqualTo(1);
                for (long shipped = seq; seq < 2 * shipped; ) {
                    if (journal.hasRoom()) {
                        assertThat(journal.append(account, descriptor, call(1))).isEqualTo(++seq);
                    }
                    assertThat(journal.health().status()).isEqualTo(Status.UP);
                }
                assertThat(journal.epochs().get(0).firstSeq()).isGreaterThan(1);
            }
        } finally {
            assertThat(run("umount", "-l", disk.toString())).isZero();
        }
    }

    /** Mounts a disk of a size. */
    private Path mount(int mebibytes) throws IOException, InterruptedException {
        Path disk = Files.createDirectory(temporary.resolve("disk"));
        assumeThat(run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", disk.toString()))
                .as("a file system of %s MiB can be mounted", mebibytes)
                .isZero();
        return disk;
    }

    private static int run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(30, TimeUnit.SECONDS) ? process.exitValue() : -1;
    }

    @Test
    void rejectsContradictorySettings() {
        assertThatThrownBy(() -> fixture.settings().sizes(SEGMENT, SEGMENT))
                .hasMessageContaining("at least two segments, " + 2 * SEGMENT);
        assertThatThrownBy(() -> fixture.settings().sizes(4096, SEGMENT)).hasMessageContaining("got 4096");
        assertThatThrownBy(() -> fixture.settings().keep(1L << 26, Duration.ZERO))
                .hasMessageContaining("half of max-bytes");
    }
}
