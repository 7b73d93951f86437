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

/** Reads what earlier runs left, joins their segments by sequence numbers, and cuts what was never finished. For one thread. */
final class Recovery {
    private final List<SegmentScan> surveys = new ArrayList<>();
    private final List<Damage> missing = new ArrayList<>();

    /**
     * Reads every segment. Nothing is changed.
     *
     * @throws JournalException if another version wrote one of them
     */
    static Recovery read(SortedMap<SegmentName, Path> files) throws IOException {
        Recovery recovery = new Recovery();
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
            recovery.surveys.add(segmentScan);
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
                        + " is what can be read here. Nothing was changed: start the release that wrote"
                        + " it, so that it is shipped, or move the directory away");
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
            long most = SegmentScan.mostCallsIn(last.header == null ? last.size : last.header.capacity());
            missing.add(new Damage(next.fileName(), 0, 0, 0, most, "it and all after it are missing"));
        } else if (last.sealed == 0) {
            long absent = last.header == null ? 0 : Math.max(0, last.header.capacity() - last.size);
            long atLeast = Math.max(0, last.checkpoint + 1 - last.nextSeq);
            long atMost = Math.max(atLeast, SegmentScan.mostCallsIn(last.tailBytes + absent + unknown(last)));
            if (atMost > 0) {
                last.damaged(
                        last.tailAt(), last.tailBytes, atLeast, atMost, "its end was never finished, or is damaged");
            }
        }
    }

    /** A file without header and records may have been full of them. */
    private static long unknown(SegmentScan last) {
        return last.header == null && last.calls == 0 ? last.size : 0;
    }

    /** Seals and shortens what the last process of each epoch left open. */
    void cut() throws IOException {
        for (int i = 0; i < surveys.size(); i++) {
            SegmentScan segmentScan = surveys.get(i);
            boolean last = i + 1 == surveys.size() || surveys.get(i + 1).name.epoch() != segmentScan.name.epoch();
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
                // Cut first: a seal in front of old bytes would hide them should this die in between.
                channel.truncate(segmentScan.end);
                channel.write(ByteBuffer.wrap(seal.bytes(), 0, seal.length()), segmentScan.end);
                segmentScan.end += seal.length();
            }
            channel.truncate(segmentScan.end);
            segmentScan.size = segmentScan.end;
            channel.force(true);
        }
    }

    List<SegmentScan> surveys() {
        return surveys;
    }

    RecoveryReport report() {
        SortedMap<Long, EpochRange> epochs = new TreeMap<>();
        List<Damage> damages = new ArrayList<>(missing);
        long calls = 0;
        long highWater = 0;
        for (SegmentScan segmentScan : surveys) {
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
