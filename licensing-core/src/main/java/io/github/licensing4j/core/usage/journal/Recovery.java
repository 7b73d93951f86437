package io.github.licensing4j.core.usage.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the segments of earlier runs, joins them by sequence numbers, and truncates unfinished ones. For one thread.
 */
final class Recovery {
    private final List<SegmentScan> scans = new ArrayList<>();
    private final List<Damage> missing = new ArrayList<>();
    private final int segmentBytes;

    private Recovery(int segmentBytes) {
        this.segmentBytes = segmentBytes;
    }

    /**
     * Reads every segment without changing it.
     *
     * @param segmentBytes the smallest size of segments, for a run of which no header can be read
     * @throws JournalException if another version wrote one of them
     */
    static Recovery read(SortedMap<SegmentName, Path> files, int segmentBytes) throws IOException {
        Recovery recovery = new Recovery(segmentBytes);
        for (Map.Entry<SegmentName, Path> file : files.entrySet()) {
            requireVersion(file.getKey(), file.getValue());
        }
        SegmentScan before = null;
        for (Map.Entry<SegmentName, Path> file : files.entrySet()) {
            SegmentScan segmentScan = SegmentScan.of(file.getKey(), file.getValue());
            if (before != null && before.name.epoch() != segmentScan.name.epoch()) {
                recovery.end(before);
                before = null;
            }
            recovery.join(before, segmentScan);
            recovery.scans.add(segmentScan);
            before = segmentScan;
        }
        if (before != null) {
            recovery.end(before);
        }
        return recovery;
    }

    private static void requireVersion(SegmentName name, Path file) throws IOException {
        try (FileBytes bytes = new FileBytes(file)) {
            byte[] head = new byte[SegmentHeader.SIZE];
            bytes.read(0, head, head.length);
            SegmentHeader header = SegmentHeader.read(head, name);
            if (header != null && header.version() != Format.VERSION) {
                throw new JournalException(file + " is of journal version " + header.version() + ", but version "
                        + Format.VERSION
                        + " is supported. Nothing was changed: start the release that wrote"
                        + " it, so that it ships its usage, or move the directory away");
            }
        }
    }

    private void join(@Nullable SegmentScan before, SegmentScan segmentScan) {
        if (segmentScan.nextSeq == 0) {
            segmentScan.firstSeq = before == null ? 1 : before.nextSeq;
            segmentScan.nextSeq = segmentScan.firstSeq;
        }
        if (before == null) {
            if (segmentScan.beginningBytes > 0) {
                long most = SegmentScan.mostCallsIn(segmentScan.beginningBytes);
                segmentScan.damaged(Format.HEADER, segmentScan.beginningBytes, 0, most, "its beginning is damaged");
            }
            return;
        }
        long lost = Math.max(0, segmentScan.firstSeq - before.nextSeq);
        if (before.name.index() + 1 < segmentScan.name.index()) {
            SegmentName first = new SegmentName(before.name.epoch(), before.name.index() + 1);
            int segments = segmentScan.name.index() - first.index();
            missing.add(new Damage(first.fileName(), 0, 0, lost, lost, segments + " missing from here on"));
        } else if (segmentScan.beginningBytes > 0) {
            segmentScan.damaged(Format.HEADER, segmentScan.beginningBytes, lost, lost, "its beginning is damaged");
        } else if (lost > 0 || before.tailBytes > 0) {
            before.damaged(before.tailAt(), before.tailBytes, lost, lost, "its end is damaged");
        }
    }

    private void end(SegmentScan last) {
        if (last.sealed == Format.ROLLED) {
            SegmentName next = new SegmentName(last.name.epoch(), last.name.index() + 1);
            long most = SegmentScan.mostCallsIn(largest(next));
            missing.add(new Damage(next.fileName(), 0, 0, 0, most, "it and all after it are missing"));
        } else if (last.sealed == 0) {
            long absent = Math.max(0, capacity(last) - last.size);
            long atLeast = Math.max(0, last.checkpoint + 1 - last.nextSeq);
            long atMost = Math.max(atLeast, SegmentScan.mostCallsIn(last.tailBytes + absent + unknown(last)));
            if (atMost > 0) {
                last.damaged(
                        last.tailAt(), last.tailBytes, atLeast, atMost, "its end was never finished, or is damaged");
            }
        }
    }

    private long capacity(SegmentScan segment) {
        return segment.header != null ? segment.header.capacity() : largest(segment.name);
    }

    /**
     * Returns the largest size that a segment without a header can have had: the first two of a run are of the smallest
     * size, a later one is at most twice as large as another.
     */
    private long largest(SegmentName name) {
        boolean isGrown = name.index() > 2;
        long known = scans.stream()
                .filter(other -> other.name.epoch() == name.epoch())
                .mapToLong(other -> other.header == null ? 0 : other.header.capacity())
                .max()
                .orElse(0);
        if (known == 0) {
            return isGrown ? (long) SegmentSizes.MOST * segmentBytes : segmentBytes;
        }
        return isGrown ? 2 * known : known;
    }

    /** A file without header and records may have been full of calls. */
    private static long unknown(SegmentScan last) {
        return last.header == null && last.calls == 0 ? last.size : 0;
    }

    /** Seals and truncates the segments that an earlier process left open. */
    void cut() throws IOException {
        for (int i = 0; i < scans.size(); i++) {
            SegmentScan segmentScan = scans.get(i);
            boolean last = i + 1 == scans.size() || scans.get(i + 1).name.epoch() != segmentScan.name.epoch();
            if (last && (segmentScan.sealed == 0 || segmentScan.size > segmentScan.end)) {
                cut(segmentScan);
            }
        }
    }

    private static void cut(SegmentScan segmentScan) throws IOException {
        try (FileChannel channel = FileChannel.open(segmentScan.file, StandardOpenOption.WRITE)) {
            if (segmentScan.sealed == 0) {
                RecordEncoder seal = new RecordEncoder();
                seal.seal(Format.CUT);
                segmentScan.nextSeq = Math.max(segmentScan.nextSeq, segmentScan.checkpoint + 1);
                seal.number(segmentScan.nextSeq, segmentScan.name.seed());
                // Truncated first: a seal before old bytes would hide them if this process died in between.
                channel.truncate(segmentScan.end);
                channel.write(ByteBuffer.wrap(seal.bytes(), 0, seal.length()), segmentScan.end);
                segmentScan.end += seal.length();
            }
            channel.truncate(segmentScan.end);
            segmentScan.size = segmentScan.end;
            channel.force(true);
        }
    }

    List<SegmentScan> scans() {
        return scans;
    }

    RecoveryReport report() {
        SortedMap<Long, EpochRange> epochs = new TreeMap<>();
        List<Damage> damages = new ArrayList<>(missing);
        long calls = 0;
        long highWater = 0;
        for (SegmentScan segmentScan : scans) {
            long epoch = segmentScan.name.epoch();
            epochs.merge(
                    epoch,
                    new EpochRange(epoch, segmentScan.firstSeq, segmentScan.nextSeq - 1),
                    (first, last) -> new EpochRange(epoch, first.firstSeq(), last.lastSeq()));
            damages.addAll(segmentScan.damages);
            calls += segmentScan.calls;
            highWater = Math.max(highWater, segmentScan.latestMillis);
        }
        List<EpochRange> ranges = epochs.values().stream()
                .filter(range -> range.lastSeq() >= range.firstSeq())
                .toList();
        return new RecoveryReport(ranges, calls, damages, Instant.ofEpochMilli(highWater));
    }
}
