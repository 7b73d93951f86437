package io.github.licensing4j.core.usage.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Recovery counts missing, empty, foreign and truncated files. */
@Tag("rule-3.3")
class RecoveredFilesTest extends RecoveryFixture {
    @Test
    void countsMissingSegmentInMiddle() throws Exception {
        die(10_000);
        List<Path> segments = copy.segments();
        long first = firstSeq(segments.get(1));
        long after = firstSeq(segments.get(2));
        Files.delete(segments.get(1));
        try (UsageJournal journal = copy.open()) {
            assertThat(seqs(journal)).hasSize((int) (10_000 - (after - first))).doesNotContain(first, after - 1);
            assertThat(journal.recovery().damages()).singleElement().satisfies(damage -> {
                assertThat(damage.segment()).isEqualTo("0000000001-000002.seg");
                assertThat(damage.lostAtLeast()).isEqualTo(after - first);
                assertThat(damage.lostAtMost()).isEqualTo(after - first);
            });
        }
    }

    @Test
    void reportsMissingSegmentAtEnd() throws Exception {
        die(6_000);
        List<Path> segments = copy.segments();
        long first = firstSeq(segments.get(segments.size() - 1));
        Files.delete(segments.get(segments.size() - 1));
        try (UsageJournal journal = copy.open()) {
            assertThat(seqs(journal)).isEqualTo(range(1, first - 1));
            assertThat(journal.recovery().damages()).singleElement().satisfies(damage -> {
                assertThat(damage.what()).contains("missing");
                assertThat(damage.lostAtMost()).isGreaterThan(6_000 - first);
            });
        }
    }

    private static long firstSeq(Path file) throws IOException {
        SegmentName name = SegmentName.of(file.getFileName().toString()).orElseThrow();
        return SegmentScan.of(name, file).firstSeq;
    }

    @Test
    void countsWhatTruncatedSegmentWithoutHeaderMayHaveHad() throws Exception {
        die(6_000);
        List<Path> segments = copy.segments();
        Path last = segments.get(segments.size() - 1);
        long lost = 6_001 - firstSeq(last);
        Files.write(last, new byte[200]);
        try (UsageJournal journal = copy.open()) {
            assertThat(seqs(journal)).hasSize((int) (6_000 - lost));
            assertThat(journal.recovery().lostAtLeast()).isZero();
            assertThat(journal.recovery().lostAtMost()).isGreaterThanOrEqualTo(lost);
        }
    }

    @Test
    void countsFileOfZerosInMiddle() throws Exception {
        die(10_000);
        List<Path> segments = copy.segments();
        long lost = firstSeq(segments.get(2)) - firstSeq(segments.get(1));
        Files.write(segments.get(1), new byte[JournalFixture.SEGMENT]);
        try (UsageJournal journal = copy.open()) {
            assertThat(seqs(journal)).hasSize((int) (10_000 - lost));
            assertThat(journal.recovery().lostAtLeast()).isEqualTo(lost);
            assertThat(journal.recovery().lostAtMost()).isEqualTo(lost);
        }
    }

    @Test
    void reportsFilesOfZerosAndEmptyOnesAtEnd() throws Exception {
        die(6_000);
        List<Path> segments = copy.segments();
        Path last = segments.get(segments.size() - 1);
        long lost = 6_001 - firstSeq(last);
        Files.write(last, new byte[JournalFixture.SEGMENT]);
        Files.write(copy.directory.resolve("0000000001-000009.seg"), new byte[0]);
        try (UsageJournal journal = copy.open()) {
            assertThat(seqs(journal)).hasSize((int) (6_000 - lost));
            assertThat(journal.recovery().damages()).extracting(Damage::what).contains("its header is damaged");
        }
    }

    @Test
    void readsTruncatedFileAndBoundsLoss() throws Exception {
        die(100);
        Path segment = copy.segments().get(0);
        int at = offsetOf(segment, 50) + 9;
        try (FileChannel channel = FileChannel.open(segment, StandardOpenOption.WRITE)) {
            channel.truncate(at);
        }
        try (UsageJournal journal = copy.open()) {
            assertThat(seqs(journal)).isEqualTo(range(1, 49));
            assertThat(journal.recovery().lostAtLeast()).isEqualTo(51);
            assertThat(journal.recovery().lostAtMost()).isGreaterThanOrEqualTo(51);
        }
    }

    @Test
    void rejectsOtherVersionWithoutChanges() throws Exception {
        die(100);
        Path segment = copy.segments().get(0);
        SegmentName name = new SegmentName(1, 1);
        write(segment, 0, new SegmentHeader(2, name, JournalFixture.SEGMENT, 1, 0).bytes());
        byte[] before = Files.readAllBytes(segment);
        assertThatThrownBy(copy::open)
                .isInstanceOf(JournalException.class)
                .hasMessageContaining(segment + " is of journal version 2")
                .hasMessageContaining("version 1 is supported")
                .hasMessageContaining("Nothing was changed");
        assertThat(Files.readAllBytes(segment)).isEqualTo(before);
        assertThat(copy.directory.resolve("epoch-1")).exists();
        assertThat(copy.directory.resolve("epoch-2")).doesNotExist();
        write(segment, 0, new SegmentHeader(1, name, JournalFixture.SEGMENT, 1, 0).bytes());
        try (UsageJournal journal = copy.open()) {
            assertThat(seqs(journal)).isEqualTo(range(1, 100));
        }
    }

    @Test
    void ignoresRecordsOfRenamedSegment() throws Exception {
        die(100);
        Files.copy(copy.segments().get(0), copy.directory.resolve("0000000001-000002.seg"));
        try (UsageJournal journal = copy.open()) {
            assertThat(seqs(journal)).isEqualTo(range(1, 100));
            assertThat(journal.recovery().calls()).isEqualTo(100);
            assertThat(journal.recovery().damages()).isNotEmpty();
        }
    }

    @Test
    void ignoresForeignFiles() throws Exception {
        die(1);
        Path note = Files.writeString(copy.directory.resolve("README"), "mine");
        copy.open().close();
        assertThat(note).hasContent("mine");
    }
}
