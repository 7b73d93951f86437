package io.github.licensing4j.core.usage.journal;

import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Records since when a disk operation has been running, so that health shows a stalled one. Written by one thread, read
 * by any.
 */
final class StallWatch {
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final long IDLE = Long.MIN_VALUE;

    private final String operation;
    private final InstantSource clock;
    private volatile long since = IDLE;

    /** @param operation as in "the usage journal waits for … of the disk" */
    StallWatch(String operation, InstantSource clock) {
        this.operation = operation;
        this.clock = clock;
    }

    SegmentFsync forces(SegmentFsync segmentFsync) {
        return (segment, to) -> {
            since = clock.millis();
            try {
                segmentFsync.force(segment, to);
            } finally {
                since = IDLE;
            }
        };
    }

    SegmentPreallocator.Maker segments(SegmentPreallocator.Maker maker) {
        return (name, size) -> {
            since = clock.millis();
            try {
                return maker.preallocate(name, size);
            } finally {
                since = IDLE;
            }
        };
    }

    /** Returns why the disk is too slow, null if it is not. */
    @Nullable
    String problem() {
        long begun = since;
        if (begun == IDLE) {
            return null;
        }
        long age = clock.millis() - begun;
        return age <= LONGEST.toMillis() ? null : operation + " has not ended for " + age / 1_000 + " s";
    }
}
