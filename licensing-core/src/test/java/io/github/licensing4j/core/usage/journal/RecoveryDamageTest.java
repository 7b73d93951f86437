package io.github.licensing4j.core.usage.journal;

import static io.github.licensing4j.core.usage.journal.JournalFixture.account;
import static io.github.licensing4j.core.usage.journal.JournalFixture.call;
import static io.github.licensing4j.core.usage.journal.JournalFixture.descriptor;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that after any flipped, wiped, overwritten or truncated bytes every call whose record and definitions are
 * intact is read, no other call is read, and the counts of lost calls are correct.
 */
@Tag("rule-3.3")
class RecoveryDamageTest {
    private static final int CALLS = 6_000;

    @TempDir
    Path temporary;

    private final Map<Long, UsageEntry> written = new HashMap<>();
    /** The records of each file: offset, length, type, number, and for calls account and descriptor. */
    private final Map<Path, List<int[]>> records = new HashMap<>();

    @SuppressWarnings("NullAway.Init") // Written before anything is damaged.
    private JournalFixture image;

    @Test
    void survives150Damages() throws Exception {
        damages(150);
    }

    @Test
    @Tag("proof")
    void survives5000Damages() throws Exception {
        damages(5_000);
    }

    private void damages(int trials) throws Exception {
        write();
        Map<Path, byte[]> intact = new HashMap<>();
        for (Path file : image.segments()) {
            intact.put(file, Files.readAllBytes(file));
        }
        for (int seed = 0; seed < trials; seed++) {
            for (Map.Entry<Path, byte[]> file : intact.entrySet()) {
                Files.write(file.getKey(), file.getValue());
            }
            check(new SplittableRandom(seed), "seed " + seed);
        }
    }

    private void write() throws IOException {
        JournalFixture fixture = new JournalFixture(temporary.resolve("journal"));
        image = new JournalFixture(temporary.resolve("copy"));
        List<UsageAccount> accounts = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            accounts.add(account("" + i));
        }
        CallDescriptor descriptor = descriptor();
        try (UsageJournal journal = fixture.open()) {
            for (int i = 1; i <= CALLS; i++) {
                journal.append(accounts.get(i % accounts.size()), descriptor, call(i));
            }
            journal.force();
            JournalFixture.entries(journal, 1).forEach(entry -> written.put(entry.seq(), entry));
            fixture.image(image.directory);
        }
        for (Path file : image.segments()) {
            records.put(file, records(file));
        }
    }

    private static List<int[]> records(Path file) throws IOException {
        SegmentName name = SegmentName.of(file.getFileName().toString()).orElseThrow();
        List<int[]> records = new ArrayList<>();
        try (RecordScan scan = new RecordScan(new FileBytes(file), name.seed())) {
            while (scan.next()) {
                boolean call = scan.type() == Format.CALL;
                int account = call ? Format.intAt(scan.bytes(), scan.base() + 20) : 0;
                int descriptor = call ? Format.intAt(scan.bytes(), scan.base() + 24) : 0;
                records.add(
                        new int[] {scan.at(), scan.length(), scan.type(), (int) scan.number(), account, descriptor});
            }
        }
        return records;
    }

    private void check(SplittableRandom random, String seed) throws IOException {
        List<Path> files = image.segments();
        Path file = files.get(random.nextInt(files.size()));
        byte[] before = Files.readAllBytes(file);
        byte[] after = damaged(before, random);
        Files.write(file, after);
        Set<Long> untouched = untouched(file, before, after);
        Recovery recovery = Recovery.read(new JournalDirectory(image.directory).segments(), JournalFixture.SEGMENT);
        SegmentCatalog segmentCatalog = new SegmentCatalog(image.settings());
        recovery.scans().forEach(segmentScan -> segmentCatalog.add(StoredSegment.of(segmentScan)));
        int read = 0;
        try (JournalCursor cursor = new JournalCursor(segmentCatalog, 1, 0)) {
            while (cursor.next()) {
                assertThat(cursor.entry()).as(seed).isEqualTo(written.get(cursor.seq()));
                untouched.remove(cursor.seq());
                read++;
            }
        }
        assertThat(untouched).as(seed).isEmpty();
        RecoveryReport report = recovery.report();
        assertThat(report.calls()).as(seed).isEqualTo(read);
        assertThat(report.lostAtLeast()).as(seed + " " + report.damages()).isLessThanOrEqualTo(CALLS - read);
        assertThat(report.lostAtMost()).as(seed + " " + report.damages()).isGreaterThanOrEqualTo(CALLS - read);
        if (!file.equals(files.get(files.size() - 1))) {
            assertThat(report.lostAtMost()).as(seed).isEqualTo(report.lostAtLeast());
        }
    }

    /** Damages one to three places, most of them in records. */
    private static byte[] damaged(byte[] bytes, SplittableRandom random) {
        byte[] result = bytes.clone();
        for (int wounds = random.nextInt(1, 4); wounds > 0; wounds--) {
            int at =
                    random.nextInt(random.nextInt(6) == 0 ? Math.min(result.length, 2 * Format.HEADER) : result.length);
            int length = Math.min(result.length - at, 1 << random.nextInt(0, 16));
            switch (random.nextInt(5)) {
                case 0 -> result[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> Arrays.fill(result, at, at + length, (byte) 0);
                case 2 -> Arrays.fill(result, at, at + length, (byte) random.nextInt(256));
                case 3 -> {
                    for (int i = at; i < at + length; i++) {
                        result[i] = (byte) random.nextInt(256);
                    }
                }
                default -> result = random.nextInt(4) == 0 ? Arrays.copyOf(result, Math.max(1, at)) : result;
            }
        }
        return result;
    }

    /** Returns the calls of all files whose record and definitions were not changed. */
    private Set<Long> untouched(Path damagedFile, byte[] before, byte[] after) {
        Set<Long> untouched = new HashSet<>();
        records.forEach((file, all) -> {
            boolean[][] named = new boolean[3][64];
            for (int[] place : all) {
                boolean same = !file.equals(damagedFile)
                        || (place[0] + place[1] <= after.length
                                && Arrays.equals(
                                        before, place[0], place[0] + place[1], after, place[0], place[0] + place[1]));
                if (place[2] == Format.ACCOUNT || place[2] == Format.DESCRIPTOR) {
                    named[place[2]][place[3]] = same;
                } else if (place[2] == Format.CALL
                        && same
                        && named[Format.ACCOUNT][place[4]]
                        && named[Format.DESCRIPTOR][place[5]]) {
                    untouched.add((long) place[3]);
                }
            }
        });
        return untouched;
    }
}
