package io.github.licensing4j.core.usage.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** No segment makes the reader throw, whatever its bytes are, even if their checksums are right; each call it counts can be read. */
final class JournalFuzz {
    private static final int CALLS = 12;
    private static final Path DIRECTORY = directory();
    private static final SegmentName NAME = new SegmentName(1, 1);
    private static final Path FILE = DIRECTORY.resolve(NAME.fileName());
    private static final byte[] GENUINE = genuine();

    @FuzzTest(maxDuration = "25s")
    void readsEachCallThatItCounts(FuzzedDataProvider data) throws IOException {
        byte[] bytes = GENUINE.clone();
        for (int i = data.consumeInt(0, 6); i > 0; i--) {
            int at = data.consumeInt(0, bytes.length - 8);
            switch (data.consumeInt(0, 3)) {
                case 0 -> bytes[at] = (byte) data.consumeInt(-128, 127);
                case 1 -> Format.SHORT.set(bytes, at, (short) data.consumeInt(-32_768, 32_767));
                case 2 -> Format.INT.set(bytes, at, data.consumeInt(Integer.MIN_VALUE, Integer.MAX_VALUE));
                default -> Arrays.fill(bytes, at, Math.min(bytes.length, at + data.consumeInt(0, 64)), (byte) 0);
            }
        }
        if (data.consumeBoolean()) {
            repair(bytes);
        }
        Files.write(
                FILE, Arrays.copyOf(bytes, data.consumeBoolean() ? bytes.length : data.consumeInt(0, bytes.length)));
        SegmentScan scan;
        try {
            scan = SegmentScan.of(NAME, FILE);
        } catch (JournalException otherVersion) {
            assertThat(otherVersion.getMessage()).isNotBlank();
            return;
        }
        assertThat(scan.damages)
                .allSatisfy(damage -> assertThat(damage.lostAtLeast()).isLessThanOrEqualTo(damage.lostAtMost()));
        // Only a forged segment has records after its seal.
        assertThat(scan.sealed != 0 || entries(scan) <= scan.calls).isTrue();
        if (Arrays.equals(bytes, GENUINE) && scan.size == GENUINE.length) {
            assertThat(scan.damages).isEmpty();
            assertThat(scan.calls).isEqualTo(CALLS);
        }
    }

    private static long entries(SegmentScan scan) throws IOException {
        SegmentCatalog segments = new SegmentCatalog(JournalSettings.in(DIRECTORY));
        segments.add(StoredSegment.of(scan));
        long read = 0;
        try (JournalCursor cursor = new JournalCursor(segments, NAME.epoch(), 0)) {
            while (cursor.next()) {
                assertThat(cursor.entry().meters())
                        .hasSize(cursor.descriptor().meters().size());
                read++;
            }
        }
        return read;
    }

    /** Gives each record the checksum of what it contains now, as the author of a forged file would. */
    private static void repair(byte[] bytes) {
        CRC32C crc = new CRC32C();
        for (int at = Format.HEADER; at + Format.HEAD <= bytes.length; ) {
            int length = Format.intAt(bytes, at);
            if (!Format.plausible(length, bytes[at + 16]) || length > bytes.length - at) {
                at += 8;
                continue;
            }
            crc.reset();
            crc.update(bytes, at + 16, length - 16);
            int check = Format.check((int) crc.getValue(), Format.longAt(bytes, at + 8), length, NAME.seed());
            Format.INT.set(bytes, at + 4, check);
            at += length;
        }
    }

    private static Path directory() {
        try {
            return Files.createTempDirectory("journal-fuzz");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the first segment of a journal with some calls, and a few of the zeros that follow its last record. */
    private static byte[] genuine() {
        try (UsageJournal journal = new JournalFixture(DIRECTORY).open()) {
            for (int i = 1; i <= CALLS; i++) {
                journal.append(JournalFixture.account("" + i % 3), JournalFixture.descriptor(), JournalFixture.call(i));
            }
            journal.force();
            byte[] bytes = Files.readAllBytes(FILE);
            int end = bytes.length;
            while (bytes[end - 1] == 0) {
                end--;
            }
            return Arrays.copyOf(bytes, Format.aligned(end) + 64);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
