package io.github.licensing4j.core.usage.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a process that is killed while it appends loses no acknowledged call. */
@Tag("rule-3.3")
class KillTest {
    private static final int THREADS = 6;

    @TempDir
    Path temporary;

    @Test
    void fourKillsLoseNothing() throws Exception {
        kills(4);
    }

    @Test
    @Tag("proof")
    void twentyKillsLoseNothing() throws Exception {
        kills(20);
    }

    private void kills(int kills) throws Exception {
        JournalFixture fixture = new JournalFixture(temporary.resolve("journal"));
        SplittableRandom random = new SplittableRandom(kills);
        for (int kill = 1; kill <= kills; kill++) {
            Appender appender = Appender.start(fixture.directory, THREADS);
            appender.awaitAcknowledged(random.nextInt(1, 4_000));
            List<long[]> acknowledged = appender.kill();
            try (UsageJournal journal = fixture.open()) {
                long epoch = journal.epoch() - 1;
                assertThat(journal.recovery().lostAtLeast()).isZero();
                assertAllThere(journal, epoch, acknowledged);
                journal.released(epoch, Long.MAX_VALUE);
            }
        }
    }

    /** Asserts that every number, every thread's calls in order, and every acknowledged call exist once. */
    private static void assertAllThere(UsageJournal journal, long epoch, List<long[]> acknowledged) throws Exception {
        Map<Long, long[]> wanted = new HashMap<>();
        acknowledged.forEach(call -> wanted.put(call[0], call));
        assertThat(wanted).hasSameSizeAs(acknowledged).isNotEmpty();
        long[] counts = new long[THREADS + 1];
        long seq = 0;
        try (JournalCursor cursor = journal.read(epoch, 0)) {
            while (cursor.next()) {
                assertThat(cursor.seq()).isEqualTo(++seq);
                int thread = (int) cursor.meterUnits(0);
                assertThat(cursor.meterUnits(1)).isEqualTo(++counts[thread]);
                long[] acknowledgedCall = wanted.remove(seq);
                if (acknowledgedCall != null) {
                    assertThat(acknowledgedCall).containsExactly(seq, thread, counts[thread]);
                }
            }
        }
        assertThat(wanted).isEmpty();
    }
}
