package io.github.licensing4j.core.usage.journal;

import static io.github.licensing4j.core.usage.journal.JournalFixture.SEGMENT;
import static io.github.licensing4j.core.usage.journal.JournalFixture.account;
import static io.github.licensing4j.core.usage.journal.JournalFixture.call;
import static io.github.licensing4j.core.usage.journal.JournalFixture.descriptor;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.core.usage.journal.JournalSettings.WhenFull;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests a journal of so many accounts that its segments grow. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Tag("rule-3.3")
class GrowingSegmentsTest {
    private static final int CALLS = 60_000;

    @TempDir
    Path temporary;

    private void fill(UsageJournal journal) {
        CallDescriptor descriptor = descriptor();
        for (int i = 1; i <= CALLS; i++) {
            assertThat(journal.append(account("" + i), descriptor, call(i))).isEqualTo(i);
        }
    }

    private static List<Long> sizes(JournalFixture fixture) throws IOException {
        List<Long> sizes = new ArrayList<>();
        for (Path segment : fixture.segments()) {
            sizes.add(Files.size(segment));
        }
        return sizes;
    }

    @Test
    void growsToBoundAndIsRecovered() throws Exception {
        JournalFixture fixture = new JournalFixture(temporary.resolve("journal"));
        JournalFixture copy = new JournalFixture(temporary.resolve("copy"));
        try (UsageJournal journal = fixture.open()) {
            fill(journal);
            List<Long> sizes = sizes(fixture);
            assertThat(sizes)
                    .startsWith((long) SEGMENT, (long) SEGMENT, 2L * SEGMENT)
                    .contains(8L * SEGMENT);
            assertThat(sizes).allMatch(size -> size <= 8L * SEGMENT);
            assertThat(JournalFixture.entries(journal, 1)).hasSize(CALLS);
            fixture.image(copy.directory);
        }
        try (UsageJournal journal = copy.open()) {
            assertThat(journal.recovery().damages()).isEmpty();
            assertThat(journal.recovery().calls()).isEqualTo(CALLS);
            assertThat(JournalFixture.entries(journal, 1))
                    .extracting(entry -> entry.caller().license().value())
                    .containsSequence("lic_1", "lic_2")
                    .endsWith("lic_" + CALLS);
        }
    }

    @Test
    void lostLargeSegmentIsCountedInFull() throws Exception {
        JournalFixture fixture = new JournalFixture(temporary.resolve("journal"));
        JournalFixture copy = new JournalFixture(temporary.resolve("copy"));
        try (UsageJournal journal = fixture.open()) {
            fill(journal);
            fixture.image(copy.directory);
        }
        List<Long> sizes = sizes(copy);
        List<Path> segments = copy.segments();
        for (int last = segments.size() - 1; last > 0; last--) {
            Files.delete(segments.get(last));
            Recovery recovery = Recovery.read(new JournalDirectory(copy.directory).segments(), SEGMENT);
            assertThat(recovery.report().lostAtMost()).isGreaterThanOrEqualTo(SegmentScan.mostCallsIn(sizes.get(last)));
        }
    }

    @Test
    void usesSmallSegmentIfLargeOneHasNoRoom() throws Exception {
        JournalFixture fixture = new JournalFixture(temporary.resolve("journal"));
        JournalSettings settings = fixture.settings()
                .sizes(SEGMENT, 17L * SEGMENT)
                .whenFull(WhenFull.SHED)
                .keep(0, Duration.ofDays(1));
        CallDescriptor descriptor = descriptor();
        try (UsageJournal journal = UsageJournal.open(settings, fixture.clock)) {
            int calls = 0;
            while (journal.append(account("" + calls), descriptor, call(calls + 1)) != UsageJournal.NOT_KEPT) {
                calls++;
            }
            List<Long> sizes = sizes(fixture);
            assertThat(sizes).contains(2L * SEGMENT).endsWith((long) SEGMENT);
            assertThat(sizes.stream().mapToLong(Long::longValue).sum()).isEqualTo(17L * SEGMENT);
            assertThat(JournalFixture.entries(journal, 1)).hasSize(calls);
        }
    }
}
