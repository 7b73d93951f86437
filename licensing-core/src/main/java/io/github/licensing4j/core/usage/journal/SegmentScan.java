package io.github.licensing4j.core.usage.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The calls and damages of one segment of an earlier run. For one thread. */
final class SegmentScan {
    final SegmentName name;
    final Path file;
    final @Nullable SegmentHeader header;
    final List<Damage> damages = new ArrayList<>();
    /** Numbers of the first call and of the one after the last; 0 while unknown. */
    long firstSeq;

    long nextSeq;
    long calls;
    long latestMillis;
    long checkpoint;
    long size;
    /** The end of the last valid record. */
    int end = Format.HEADER;
    /** The reason of its seal, 0 if it is not sealed. */
    byte sealed;
    /** Invalid bytes before the first call, if no header contains its number. */
    long beginningBytes;
    /** Bytes after the last call that are neither zero nor a record. */
    long tailBytes;

    private int gapAt = -1;
    private long gapBytes;
    private long unreadable;
    private int unreadableAt;

    private SegmentScan(SegmentName name, Path file, @Nullable SegmentHeader header) {
        this.name = name;
        this.file = file;
        this.header = header;
        this.firstSeq = header != null ? header.firstSeq() : name.index() == 1 ? 1 : 0;
        this.nextSeq = firstSeq;
        this.latestMillis = header == null ? 0 : header.highWater();
    }

    /**
     * Reads a segment to its end, in bounded memory.
     *
     * @throws JournalException if another version wrote it
     */
    static SegmentScan of(SegmentName name, Path file) throws IOException {
        try (FileBytes bytes = new FileBytes(file)) {
            byte[] head = new byte[Format.HEADER];
            bytes.read(0, head, head.length);
            SegmentScan segmentScan = new SegmentScan(name, file, SegmentHeader.read(head, name));
            segmentScan.checkpoint = SegmentHeader.checkpoint(head, name);
            segmentScan.size = bytes.end();
            if (segmentScan.header == null) {
                segmentScan.damaged(0, head.length, 0, 0, "its header is damaged");
            }
            segmentScan.read(bytes);
            return segmentScan;
        }
    }

    private void read(FileBytes bytes) throws IOException {
        RecordScan scan = new RecordScan(bytes, name.seed());
        Definitions definitions = new Definitions();
        while (sealed == 0 && scan.next()) {
            if (scan.gapAt() >= 0) {
                gap(scan.gapAt(), scan.at() - scan.gapAt());
            }
            switch (scan.type()) {
                case Format.CALL -> call(scan, definitions);
                case Format.SEAL -> {
                    upTo(scan.number(), scan.at());
                    sealed = scan.kind();
                }
                default -> definitions.add(scan);
            }
            end = scan.at() + scan.length();
        }
        if (sealed == 0) {
            tail(bytes);
        }
        if (unreadable > 0) {
            damaged(unreadableAt, 0, unreadable, unreadable, "the account or endpoint of calls cannot be read");
        }
    }

    private void call(RecordScan scan, Definitions definitions) {
        long seq = scan.number();
        upTo(seq, scan.at());
        nextSeq = seq + 1;
        if (definitions.matches(scan)) {
            calls++;
            latestMillis = Math.max(latestMillis, Format.longAt(scan.bytes(), scan.base() + 32));
        } else {
            unreadableAt = unreadable == 0 ? scan.at() : unreadableAt;
            unreadable++;
        }
    }

    /** Records damage between the last call and a number. */
    private void upTo(long seq, int at) {
        if (nextSeq == 0) {
            beginningBytes = gapBytes;
            firstSeq = seq;
        } else if (seq != nextSeq || gapAt >= 0) {
            damaged(gapAt < 0 ? at : gapAt, gapBytes, seq - nextSeq, seq - nextSeq, "records are damaged");
        }
        nextSeq = seq;
        gapAt = -1;
        gapBytes = 0;
    }

    private void gap(int at, long bytes) {
        gapAt = gapAt < 0 ? at : gapAt;
        gapBytes += bytes;
    }

    private void tail(FileBytes bytes) throws IOException {
        byte[] chunk = new byte[Format.MAX_RECORD];
        int last = -1;
        for (int at = end; at < bytes.end(); at += chunk.length) {
            int length = Math.min(chunk.length, bytes.end() - at);
            bytes.read(at, chunk, length);
            for (int i = length - 1; i >= 0; i--) {
                if (chunk[i] != 0) {
                    last = at + i;
                    break;
                }
            }
        }
        tailBytes = gapBytes + (last < 0 ? 0 : last + 1 - end);
    }

    /** Returns the start of the bytes after the last call. */
    int tailAt() {
        return gapAt < 0 ? end : gapAt;
    }

    /** Adds damage in this segment. */
    void damaged(long offset, long bytes, long atLeast, long atMost, String what) {
        damages.add(new Damage(name.fileName(), offset, bytes, atLeast, atMost, what));
    }

    /** Returns how many calls fit at most. */
    static long mostCallsIn(long bytes) {
        return (bytes + Format.CALL_HEAD - 1) / Format.CALL_HEAD;
    }
}
