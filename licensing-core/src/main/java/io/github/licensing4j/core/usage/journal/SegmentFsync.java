package io.github.licensing4j.core.usage.journal;

import java.io.IOException;

/** Brings a segment to the disk. */
@FunctionalInterface
interface SegmentFsync {
    /** Returns once all up to a place is on the disk. */
    void force(Segment segment, int to) throws IOException;
}
