package io.github.licensing4j.core.usage.journal;

import static io.github.licensing4j.core.usage.journal.JournalFixture.account;
import static io.github.licensing4j.core.usage.journal.JournalFixture.call;
import static io.github.licensing4j.core.usage.journal.JournalFixture.descriptor;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Health.Status;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests recovery after a crash and after damage: what can be read, and how much cannot. */
@Tag("rule-3.3")
class RecoveryTest extends RecoveryFixture {
    @Test
    void crashLosesNothingAndIsCutOnce() throws Exception {
        die(100);
        for (int run = 0; run < 2; run++) {
            try (UsageJournal journal = copy.open()) {
                assertThat(journal.recovery().damages()).isEmpty();
                assertThat(journal.recovery().calls()).isEqualTo(100);
                assertThat(seqs(journal)).isEqualTo(range(1, 100));
                assertThat(Files.size(copy.segments().get(0))).isLessThan(16_384);
            }
        }
    }

    @Test
    void cutsIncompleteRecord() throws Exception {
        die(100);
        Path segment = copy.segments().get(0);
        int last = offsetOf(segment, 100);
        write(segment, SegmentHeader.CHECKPOINT, new byte[12]);
        write(segment, last, new byte[4]);
        try (UsageJournal journal = copy.open()) {
            assertThat(seqs(journal)).isEqualTo(range(1, 99));
            assertThat(journal.recovery().damages()).singleElement().satisfies(damage -> {
                assertThat(damage.offset()).isEqualTo(last);
                assertThat(damage.lostAtLeast()).isZero();
                assertThat(damage.lostAtMost()).isBetween(1L, 4L);
                assertThat(damage.toString())
                        .contains("0000000001-000001.seg at " + last, "never finished", "between 0 and");
            });
        }
        try (UsageJournal journal = copy.open()) {
            assertThat(journal.recovery().damages()).isEmpty();
            assertThat(seqs(journal)).isEqualTo(range(1, 99));
        }
    }

    @Test
    void checkpointRevealsWipedTail() throws Exception {
        die(100);
        Path segment = copy.segments().get(0);
        int from = offsetOf(segment, 91);
        write(segment, from, new byte[(int) Files.size(segment) - from]);
        for (int run = 0; run < 2; run++) {
            try (UsageJournal journal = copy.open()) {
                assertThat(seqs(journal)).isEqualTo(range(1, 90));
                assertThat(journal.recovery().lostAtLeast()).isEqualTo(10);
                assertThat(journal.recovery().lostAtMost()).isEqualTo(10);
            }
        }
    }

    @Test
    void skipsAndCountsDamageInMiddle() throws Exception {
        die(100);
        Path segment = copy.segments().get(0);
        int from = offsetOf(segment, 40);
        byte[] noise = new byte[offsetOf(segment, 50) - from - 16];
        Arrays.fill(noise, (byte) 0x5a);
        write(segment, from + 3, noise);
        try (UsageJournal journal = copy.open()) {
            assertThat(seqs(journal))
                    .containsSequence(range(50, 100))
                    .startsWith(1L)
                    .hasSize(90);
            assertThat(journal.recovery().damages()).singleElement().satisfies(damage -> {
                assertThat(damage.offset()).isEqualTo(from);
                assertThat(damage.lostAtLeast()).isEqualTo(10);
                assertThat(damage.lostAtMost()).isEqualTo(10);
            });
        }
    }

    @Test
    void damagedLengthHidesNoLaterRecord() throws Exception {
        die(100);
        Path segment = copy.segments().get(0);
        write(segment, offsetOf(segment, 7), (byte) 0xff, (byte) 0x7f);
        try (UsageJournal journal = copy.open()) {
            assertThat(seqs(journal)).hasSize(99).doesNotContain(7L);
            assertThat(journal.recovery().lostAtLeast()).isEqualTo(1);
            assertThat(journal.recovery().lostAtMost()).isEqualTo(1);
        }
    }

    @Test
    void reportsCallsOfDamagedAccountAsLost() throws Exception {
        CallDescriptor descriptor = descriptor();
        UsageAccount one = account("1");
        UsageAccount two = account("2");
        try (UsageJournal journal = fixture.open()) {
            for (int i = 1; i <= 90; i++) {
                journal.append(i % 3 == 0 ? two : one, descriptor, call(i));
            }
            fixture.image(copy.directory);
        }
        Path segment = copy.segments().get(0);
        write(segment, findAccount(segment, 1) + 30, (byte) 0x77);
        try (UsageJournal journal = copy.open()) {
            assertThat(seqs(journal)).hasSize(60).noneMatch(seq -> seq % 3 == 0);
            assertThat(journal.recovery().lostAtLeast()).isEqualTo(30);
            assertThat(journal.recovery().lostAtMost()).isEqualTo(30);
            assertThat(journal.recovery().damages())
                    .anySatisfy(damage -> assertThat(damage.what()).contains("account or endpoint"));
        }
    }

    private static int findAccount(Path file, long number) throws IOException {
        SegmentName name = SegmentName.of(file.getFileName().toString()).orElseThrow();
        try (RecordScan scan = new RecordScan(new FileBytes(file), name.seed())) {
            while (scan.next()) {
                if (scan.type() == Format.ACCOUNT && scan.number() == number) {
                    return scan.at();
                }
            }
        }
        throw new AssertionError("no account " + number);
    }

    @Test
    void damagedHeaderLosesNoCall() throws Exception {
        die(6_000);
        write(copy.segments().get(0), 3, (byte) 0x77);
        write(copy.segments().get(1), 40, (byte) 0x77);
        try (UsageJournal journal = copy.open()) {
            assertThat(seqs(journal)).isEqualTo(range(1, 6_000));
            assertThat(journal.recovery().damages())
                    .extracting(Damage::what)
                    .containsExactly("its header is damaged", "its header is damaged");
            assertThat(journal.recovery().lostAtMost()).isZero();
        }
    }

    /** The kinds of damage to the only segment of a run. */
    enum Harm {
        EMPTIED,
        REMOVED,
        TRUNCATED,
        ANOTHER_HEADER
    }

    @ParameterizedTest
    @EnumSource(Harm.class)
    @Tag("4.4.4")
    void damageAtStartShowsInHealth(Harm harm) throws Exception {
        die(10_000);
        List<Path> segments = copy.segments();
        Path first = segments.get(0);
        Path second = segments.get(1);
        switch (harm) {
            case EMPTIED -> Files.write(first, new byte[0]);
            case REMOVED -> Files.delete(second);
            case TRUNCATED -> {
                try (FileChannel channel = FileChannel.open(first, StandardOpenOption.WRITE)) {
                    channel.truncate(offsetOf(first, 50) + 9);
                }
            }
            case ANOTHER_HEADER ->
                write(first, 0, new SegmentHeader(1, new SegmentName(7, 7), JournalFixture.SEGMENT, 1, 0).bytes());
        }
        try (UsageJournal journal = copy.open()) {
            assertThat(journal.recovery().damages()).isNotEmpty();
            assertThat(journal.health().status()).isEqualTo(Status.DEGRADED);
            assertThat(journal.health().detail()).contains(" found at the start, the first: ", "0000000001-00000");
        }
    }

    @Test
    @Tag("4.4.4")
    void emptySegmentShowsInHealth() throws Exception {
        die(100);
        Files.write(copy.segments().get(0), new byte[0]);
        try (UsageJournal journal = copy.open()) {
            assertThat(journal.health().status()).isEqualTo(Status.DEGRADED);
            assertThat(journal.health().detail()).contains("its header is damaged");
        }
    }

    @Test
    @Tag("4.4.4")
    void killIsNoDamage() throws Exception {
        die(6_000);
        try (UsageJournal journal = copy.open()) {
            assertThat(journal.health().status()).isEqualTo(Status.UP);
        }
    }
}
