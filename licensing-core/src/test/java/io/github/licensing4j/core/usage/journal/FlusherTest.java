package io.github.licensing4j.core.usage.journal;

import static io.github.licensing4j.core.usage.journal.JournalFixture.account;
import static io.github.licensing4j.core.usage.journal.JournalFixture.call;
import static io.github.licensing4j.core.usage.journal.JournalFixture.descriptor;
import static io.github.licensing4j.core.usage.journal.JournalFixture.entries;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Health;
import io.github.licensing4j.Health.Status;
import io.github.licensing4j.core.usage.journal.JournalSettings.Fsync;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests how calls are forced to the disk. */
@Timeout(60)
@Tag("rule-3.3")
class FlusherTest {
    private final JournalFixture fixture;

    FlusherTest(@TempDir Path temporary) {
        fixture = new JournalFixture(temporary.resolve("journal"));
    }

    /** A disk whose force blocks until released and signals its start. */
    private static final class SlowDisk implements SegmentFsync {
        private final Semaphore begun = new Semaphore(0);
        private final Semaphore mayEnd = new Semaphore(0);
        private final AtomicInteger forces = new AtomicInteger();

        @Override
        public void force(Segment segment, int to) {
            forces.incrementAndGet();
            begun.release();
            mayEnd.acquireUninterruptibly();
        }
    }

    @Test
    void appendsDuringForceShareNextOne() throws Exception {
        SlowDisk disk = new SlowDisk();
        UsageJournal journal = UsageJournal.open(fixture.settings().fsync(Fsync.ALWAYS), fixture.clock, disk);
        // The header's own force, by the thread that forces every 50 ms, is the one under way.
        disk.begun.acquire();
        List<CompletableFuture<Long>> calls = new ArrayList<>();
        for (int i = 1; i <= 8; i++) {
            int number = i;
            calls.add(CompletableFuture.supplyAsync(
                    () -> journal.append(account("1"), descriptor(), call(number)), task -> new Thread(task).start()));
        }
        // All are in the journal although the disk has not moved.
        try (JournalCursor cursor = journal.read(journal.epoch(), 0)) {
            while (cursor.seq() < 8) {
                if (!cursor.next()) {
                    Thread.onSpinWait();
                }
            }
        }
        assertThat(disk.forces).hasValue(1);
        assertThat(calls).noneMatch(CompletableFuture::isDone);
        disk.mayEnd.release();
        disk.begun.acquire();
        assertThat(calls).noneMatch(CompletableFuture::isDone);
        disk.mayEnd.release();
        for (CompletableFuture<Long> each : calls) {
            assertThat(each.get(30, TimeUnit.SECONDS)).isPositive();
        }
        assertThat(disk.forces).hasValue(2);
        disk.mayEnd.release(1_000_000);
        journal.close();
    }

    @Test
    @Tag("4.4.1")
    void stalledForceShowsInHealth() throws Exception {
        SlowDisk disk = new SlowDisk();
        UsageJournal journal = UsageJournal.open(fixture.settings(), fixture.clock, disk);
        disk.begun.acquire();
        assertThat(journal.health().status()).isEqualTo(Status.UP);
        fixture.now.updateAndGet(now -> now.plusSeconds(11));
        assertThat(journal.health())
                .isEqualTo(new Health.Component(
                        "usage-journal", Status.DEGRADED, "epoch 1; a force of the journal has not ended for 11 s"));
        disk.mayEnd.release(1_000_000);
        while (journal.health().status() != Status.UP) {
            Thread.onSpinWait();
        }
        journal.close();
    }

    @Test
    void failedForceRefusesCallsAndShowsInHealth() throws Exception {
        SegmentFsync broken = (segment, to) -> {
            throw new IOException("no such disk");
        };
        try (UsageJournal journal = UsageJournal.open(fixture.settings().fsync(Fsync.ALWAYS), fixture.clock, broken)) {
            assertThat(journal.append(account("1"), descriptor(), call(1))).isEqualTo(1);
            assertThat(journal.hasRoom()).isFalse();
            assertThat(journal.health().status()).isEqualTo(Status.DOWN);
            assertThat(journal.health().detail()).contains("a force of 0000000001-000001.seg", "no such disk");
            assertThat(entries(journal, 1)).hasSize(1);
        }
    }

    @Test
    void forcesAppendedCallsByItself() throws Exception {
        Semaphore forced = new Semaphore(0);
        try (UsageJournal journal = UsageJournal.open(fixture.settings(), fixture.clock, (segment, to) -> {
            if (to > Format.HEADER) {
                forced.release();
            }
        })) {
            journal.append(account("1"), descriptor(), call(1));
            assertThat(forced.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void recoversFromErrorBeforeForce() {
        AtomicBoolean ill = new AtomicBoolean(true);
        SegmentFsync disk = (segment, to) -> {
            if (ill.get()) {
                throw new OutOfMemoryError("planted");
            }
        };
        try (UsageJournal journal = UsageJournal.open(fixture.settings(), fixture.clock, disk)) {
            long last = 0;
            while (last < 5_000) {
                last = journal.append(account("1"), descriptor(), call(last + 1));
            }
            while (journal.health().status() == Status.UP) {
                Thread.onSpinWait();
            }
            assertThat(journal.hasRoom()).isFalse();
            assertThat(journal.health().status()).isEqualTo(Status.DOWN);
            assertThat(journal.health().detail()).contains("a force of ", "OutOfMemoryError: planted");
            journal.released(journal.epoch(), last);
            assertThat(journal.epochs().get(0).firstSeq()).isEqualTo(1);
            ill.set(false);
            while (journal.health().status() != Status.UP) {
                Thread.onSpinWait();
            }
            assertThat(journal.hasRoom()).isTrue();
            // The segment that was sealed meanwhile is on disk and therefore released.
            journal.released(journal.epoch(), last);
            assertThat(journal.epochs().get(0).firstSeq()).isGreaterThan(1);
        }
    }

    /** A disk that fails for lack of memory, with an action while the error is described. */
    private static SegmentFsync outOfMemory(AtomicBoolean ill, Runnable described) {
        return (segment, to) -> {
            if (ill.get()) {
                throw new OutOfMemoryError("planted") {
                    private static final long serialVersionUID = 1;

                    @Override
                    public String getMessage() {
                        described.run();
                        return "OutOfMemoryError: planted";
                    }
                };
            }
        };
    }

    /** An error that reads health while it is described. */
    @Test
    @Tag("4.6.2")
    void healthIsOneSnapshotDuringSetback() {
        List<Health.Component> seen = new CopyOnWriteArrayList<>();
        AtomicReference<UsageJournal> opened = new AtomicReference<>();
        AtomicBoolean ill = new AtomicBoolean(true);
        SegmentFsync disk = outOfMemory(ill, () -> {
            UsageJournal journal = opened.get();
            if (journal != null) {
                seen.add(journal.health());
            }
        });
        try (UsageJournal journal = UsageJournal.open(fixture.settings(), fixture.clock, disk)) {
            opened.set(journal);
            while (journal.health().status() == Status.UP || seen.size() < 4) {
                Thread.onSpinWait();
            }
            ill.set(false);
        }
        assertThat(seen)
                .allSatisfy(health -> assertThat(health.status() == Status.UP
                                || (health.status() == Status.DOWN
                                        && health.detail().contains("OutOfMemoryError: planted")))
                        .as(health.toString())
                        .isTrue());
    }

    @Test
    void interruptedThreadAppendsAndStaysInterrupted() {
        try (UsageJournal journal = UsageJournal.open(fixture.settings().fsync(Fsync.ALWAYS), fixture.clock)) {
            Thread.currentThread().interrupt();
            assertThat(journal.append(account("1"), descriptor(), call(1))).isEqualTo(1);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(journal.health().status()).isEqualTo(Status.UP);
        }
    }
}
