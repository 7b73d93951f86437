package io.github.licensing4j.core.usage.journal;

import static io.github.licensing4j.core.usage.journal.JournalFixture.account;
import static io.github.licensing4j.core.usage.journal.JournalFixture.descriptor;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.core.usage.journal.JournalSettings.Fsync;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests many threads that append to one journal. */
class AppendRaceTest {
    private static final int THREADS = 64;

    @TempDir
    Path temporary;

    @Test
    void keepsRecordsIntactUnderConcurrentReading() throws Exception {
        JournalFixture fixture = new JournalFixture(temporary.resolve("journal"));
        JournalSettings settings =
                fixture.settings().sizes(JournalFixture.SEGMENT, 1 << 28).keep(0, Duration.ZERO);
        int each = 10_000;
        try (UsageJournal journal = UsageJournal.open(settings, fixture.clock)) {
            List<Future<Long>> running = new ArrayList<>();
            ExecutorService pool = Executors.newFixedThreadPool(THREADS);
            try {
                start(journal, each, pool, running);
                assertFollows(journal, (long) THREADS * each);
                long sum = 0;
                for (Future<Long> future : running) {
                    sum += future.get();
                }
                long all = (long) THREADS * each;
                assertThat(sum).isEqualTo(all * (all + 1) / 2);
            } finally {
                pool.shutdownNow();
            }
            assertThat(journal.shed()).isEmpty();
        }
        try (UsageJournal journal = fixture.open()) {
            assertThat(journal.recovery().damages()).isEmpty();
        }
    }

    /**
     * Starts threads with accounts of their own and a shared descriptor; each returns the sum of its increasing
     * numbers.
     */
    private static void start(UsageJournal journal, int each, ExecutorService pool, List<Future<Long>> running) {
        CallDescriptor descriptor = descriptor();
        CyclicBarrier together = new CyclicBarrier(THREADS);
        for (int thread = 0; thread < THREADS; thread++) {
            int me = thread;
            running.add(pool.submit(() -> {
                UsageAccount account = account(Integer.toString(me));
                together.await();
                long sum = 0;
                long last = 0;
                for (int i = 1; i <= each; i++) {
                    long seq = journal.append(account, descriptor, Appender.marked(me, i));
                    assertThat(seq > last).isTrue();
                    last = seq;
                    sum += seq;
                }
                return sum;
            }));
        }
    }

    /** Reads until all calls are read and releases them, so that segments are deleted meanwhile. */
    private static void assertFollows(UsageJournal journal, long all) throws Exception {
        long[] counts = new long[THREADS];
        long seq = 0;
        try (JournalCursor cursor = journal.read(journal.epoch(), 0)) {
            while (seq < all) {
                if (!cursor.next()) {
                    journal.released(journal.epoch(), seq);
                    Thread.onSpinWait();
                    continue;
                }
                int thread = (int) cursor.meterUnits(0);
                if (cursor.seq() != ++seq
                        || cursor.meterUnits(1) != ++counts[thread]
                        || !cursor.account().license().value().equals("lic_" + thread)) {
                    throw new AssertionError("call " + cursor.entry() + " after " + seq);
                }
            }
            assertThat(cursor.next()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyFsyncModeKeepsAll(Fsync fsync) throws Exception {
        JournalFixture fixture = new JournalFixture(temporary.resolve("journal"));
        int each = 20;
        try (UsageJournal journal = UsageJournal.open(fixture.settings().fsync(fsync), fixture.clock)) {
            List<Future<Long>> running = new ArrayList<>();
            ExecutorService pool = Executors.newFixedThreadPool(THREADS);
            try {
                start(journal, each, pool, running);
                for (Future<Long> future : running) {
                    future.get();
                }
            } finally {
                pool.shutdownNow();
            }
            assertThat(JournalFixture.entries(journal, journal.epoch())).hasSize(THREADS * each);
        }
    }
}
