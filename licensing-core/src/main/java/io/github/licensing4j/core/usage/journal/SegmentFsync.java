package io.github.licensing4j.core.usage.journal;

import java.io.IOException;

/** Forces a segment to the disk. */
@FunctionalInterface
interface SegmentFsync {
    /** Returns once everything up to an offset is on disk. */
    void force(Segment segment, int to) throws IOException;
}
