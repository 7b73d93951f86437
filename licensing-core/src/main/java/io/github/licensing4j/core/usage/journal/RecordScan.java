package io.github.licensing4j.core.usage.journal;

import java.io.Closeable;
import java.io.IOException;
import java.util.zip.CRC32C;

/** Iterates over the valid records of a segment, skipping damaged bytes. For one thread, in bounded memory. */
final class RecordScan implements Closeable {
    private static final int WINDOW = 4 * Format.MAX_RECORD;

    private final FileBytes source;
    private final long seed;
    private final CRC32C crc = new CRC32C();
    private final byte[] window;
    private int windowStart;
    private int windowEnd;
    private int at = Format.HEADER;
    private int length;
    private int gapAt = -1;

    RecordScan(FileBytes source, long seed) {
        this(source, seed, new byte[WINDOW]);
    }

    private RecordScan(FileBytes source, long seed, byte[] window) {
        this.source = source;
        this.seed = seed;
        this.window = window;
    }

    /** Creates a scan of another segment that reuses this one's buffer. */
    RecordScan over(FileBytes next, SegmentName name) {
        return new RecordScan(next, name.seed(), window);
    }

    /** Moves to the next record. Returns false if there is none; in a live segment one may be appended later. */
    boolean next() throws IOException {
        int end = source.end();
        int here = at + length;
        int start = here;
        length = 0;
        gapAt = -1;
        while (here + Format.HEAD <= end) {
            if (isRecord(here, end)) {
                at = here;
                gapAt = here > start ? start : -1;
                length = Format.intAt(window, here - windowStart);
                return true;
            }
            here += 8;
        }
        at = start;
        gapAt = start < end ? start : -1;
        return false;
    }

    private boolean isRecord(int here, int end) throws IOException {
        load(here, Format.HEAD, end);
        int base = here - windowStart;
        int size = Format.intAt(window, base);
        if (size == 0 || !Format.plausible(size, window[base + 16]) || size > end - here) {
            return false;
        }
        load(here, size, end);
        base = here - windowStart;
        crc.reset();
        crc.update(window, base + 16, size - 16);
        int check = Format.check((int) crc.getValue(), Format.longAt(window, base + 8), size, seed);
        return check == Format.intAt(window, base + 4);
    }

    private void load(int here, int size, int end) throws IOException {
        if (here >= windowStart && here + size <= windowEnd) {
            return;
        }
        int wanted = Math.min(window.length, end - here);
        source.read(here, window, wanted);
        windowStart = here;
        windowEnd = here + wanted;
    }

    /** Returns the offset of the record in the segment. */
    int at() {
        return at;
    }

    int length() {
        return length;
    }

    /** Returns the offset of the invalid bytes that the last move skipped; -1 if there were none. */
    int gapAt() {
        return gapAt;
    }

    byte type() {
        return window[base() + 16];
    }

    byte kind() {
        return window[base() + 17];
    }

    long number() {
        return Format.longAt(window, base() + 8);
    }

    /** Returns the buffer that contains the record. */
    byte[] bytes() {
        return window;
    }

    /** Returns the offset of the record in {@link #bytes}. */
    int base() {
        return at - windowStart;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
