package io.github.licensing4j.core.usage.journal;

import static io.github.licensing4j.core.usage.journal.JournalFixture.account;
import static io.github.licensing4j.core.usage.journal.JournalFixture.call;
import static io.github.licensing4j.core.usage.journal.JournalFixture.descriptor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A journal whose files a test damages. */
abstract class RecoveryFixture {
    @TempDir
    Path temporary;

    JournalFixture fixture;
    JournalFixture copy;

    @BeforeEach
    void setUp() {
        fixture = new JournalFixture(temporary.resolve("journal"));
        copy = new JournalFixture(temporary.resolve("copy"));
    }

    /** Appends calls and copies the files as a dying process leaves them. */
    void die(int calls) throws IOException {
        UsageAccount account = account("1");
        CallDescriptor descriptor = descriptor();
        try (UsageJournal journal = fixture.open()) {
            for (int i = 1; i <= calls; i++) {
                journal.append(account, descriptor, call(i));
            }
            journal.force();
            fixture.image(copy.directory);
        }
    }

    static void write(Path file, long at, byte... bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes), at);
        }
    }

    /** Returns the offset of a call. */
    static int offsetOf(Path file, long seq) throws IOException {
        SegmentName name = SegmentName.of(file.getFileName().toString()).orElseThrow();
        try (RecordScan scan = new RecordScan(new FileBytes(file), name.seed())) {
            while (scan.next()) {
                if (scan.type() == Format.CALL && scan.number() == seq) {
                    return scan.at();
                }
            }
        }
        throw new AssertionError("no call " + seq);
    }

    static List<Long> seqs(UsageJournal journal) throws IOException {
        return JournalFixture.entries(journal, 1).stream().map(UsageEntry::seq).toList();
    }

    static List<Long> range(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }
}
