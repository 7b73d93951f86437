package io.github.licensing4j.core.usage.journal;

import static io.github.licensing4j.core.usage.journal.Format.INT;
import static io.github.licensing4j.core.usage.journal.Format.LONG;
import static io.github.licensing4j.core.usage.journal.Format.intAt;
import static io.github.licensing4j.core.usage.journal.Format.longAt;

import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The first 64 bytes of a segment, whose layout is the same in every version: 0 magic; 8 version; 12 CRC32C of all
 * other bytes; 16 epoch; 24 index; 28 capacity; 32 first sequence number; 40 high-water mark.
 *
 * @param version 1
 * @param name the segment
 * @param capacity its size in bytes
 * @param firstSeq the number of the first call in it
 * @param highWater the latest instant before it, epoch milliseconds
 */
record SegmentHeader(int version, SegmentName name, int capacity, long firstSeq, long highWater) {
    static final int SIZE = 64;
    /** The offset of the last forced sequence number (a long) and its checksum (an int), rewritten with every force. */
    static final int CHECKPOINT = 64;
    /** "LICUSAGE" as written in the file. */
    private static final long MAGIC = 0x4547_4153_5543_494CL;

    byte[] bytes() {
        byte[] bytes = new byte[SIZE];
        LONG.set(bytes, 0, MAGIC);
        INT.set(bytes, 8, version);
        LONG.set(bytes, 16, name.epoch());
        INT.set(bytes, 24, name.index());
        INT.set(bytes, 28, capacity);
        LONG.set(bytes, 32, firstSeq);
        LONG.set(bytes, 40, highWater);
        INT.set(bytes, 12, crc(bytes));
        return bytes;
    }

    /** Reads a header; returns null if it is damaged or belongs to another segment. */
    static @Nullable SegmentHeader read(byte[] bytes, SegmentName name) {
        if (longAt(bytes, 0) != MAGIC || intAt(bytes, 12) != crc(bytes)) {
            return null;
        }
        SegmentName written = new SegmentName(longAt(bytes, 16), intAt(bytes, 24));
        return written.equals(name)
                ? new SegmentHeader(intAt(bytes, 8), name, intAt(bytes, 28), longAt(bytes, 32), longAt(bytes, 40))
                : null;
    }

    /** Returns the sequence number of the last checkpoint, 0 if there is none. */
    static long checkpoint(byte[] bytes, SegmentName name) {
        long seq = longAt(bytes, CHECKPOINT);
        return intAt(bytes, CHECKPOINT + 8) == checkpointCheck(seq, name) ? seq : 0;
    }

    static int checkpointCheck(long seq, SegmentName name) {
        return Format.check(CHECKPOINT, seq, CHECKPOINT, name.seed());
    }

    private static int crc(byte[] bytes) {
        byte[] covered = Arrays.copyOf(bytes, SIZE);
        INT.set(covered, 12, 0);
        CRC32C crc = new CRC32C();
        crc.update(covered);
        return (int) crc.getValue();
    }
}
