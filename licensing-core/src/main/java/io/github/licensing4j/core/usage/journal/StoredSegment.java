package io.github.licensing4j.core.usage.journal;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A segment on disk, live or not. Safe for use by many threads. */
final class StoredSegment {
    private final SegmentName name;
    private final Path file;
    private final long firstSeq;
    private volatile @Nullable Segment live;
    private volatile long lastSeq;
    private volatile long latestMillis;
    private volatile long size;

    private StoredSegment(SegmentName name, Path file, long firstSeq) {
        this.name = name;
        this.file = file;
        this.firstSeq = firstSeq;
    }

    static StoredSegment live(Segment segment, Path file) {
        StoredSegment stored = new StoredSegment(segment.name(), file, segment.firstSeq());
        stored.live = segment;
        stored.size = segment.capacity();
        return stored;
    }

    static StoredSegment of(SegmentScan segmentScan) {
        StoredSegment stored = new StoredSegment(segmentScan.name, segmentScan.file, segmentScan.firstSeq);
        stored.lastSeq = segmentScan.nextSeq - 1;
        stored.latestMillis = segmentScan.latestMillis;
        stored.size = segmentScan.size;
        return stored;
    }

    /** Releases the mapping, once the segment is sealed and on disk. */
    void retire() {
        Segment segment = live;
        if (segment != null) {
            lastSeq = segment.lastSeq();
            latestMillis = segment.latestMillis();
            live = null;
        }
    }

    /** Returns whether no call will be appended. */
    boolean isFinished() {
        Segment segment = live;
        return segment == null || segment.isSealed();
    }

    boolean isRetired() {
        return live == null;
    }

    /** Returns whether some of it is not on disk yet. */
    boolean isDirty() {
        Segment segment = live;
        return segment != null && (segment.isDirty() || segment.isComplete());
    }

    /** Returns the segment that is written to, null once it is retired. */
    @Nullable
    Segment segment() {
        return live;
    }

    FileBytes open() throws IOException {
        return new FileBytes(file, live);
    }

    SegmentName name() {
        return name;
    }

    Path file() {
        return file;
    }

    long firstSeq() {
        return firstSeq;
    }

    long lastSeq() {
        Segment segment = live;
        return segment == null ? lastSeq : segment.lastSeq();
    }

    long latestMillis() {
        Segment segment = live;
        return segment == null ? latestMillis : segment.latestMillis();
    }

    long size() {
        return size;
    }
}
