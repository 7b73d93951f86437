package io.github.licensing4j.core.usage.journal;

import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records faults since the start: calls that are not in the journal, counted exactly, and the first failure. */
final class JournalFaults {
    private static final Logger log = LoggerFactory.getLogger(UsageJournal.class);
    private static final long LOG_EVERY = Duration.ofMinutes(1).toMillis();

    private final InstantSource clock;
    private final StallWatch forces;
    private final StallWatch segments;
    private final Map<ShedReason, LongAdder> shed = new EnumMap<>(ShedReason.class);
    private final AtomicLong nextLog = new AtomicLong(Long.MIN_VALUE);
    /** Replaced as a whole under the lock of this object, so that each read sees a consistent state. */
    private volatile Faults faults = Faults.NONE;

    /**
     * The faults that stop the journal, at one moment.
     *
     * @param failure the failure that lasts until the next start, null if there is none
     * @param setback the failure that is retried, null if there is none
     */
    record Faults(@Nullable String failure, @Nullable String setback) {
        static final Faults NONE = new Faults(null, null);
        /** Created in advance, for when there is no memory to create one. */
        static final Faults UNKNOWN = new Faults(null, "the thread that forces ran into an error");

        /** Returns whether calls cannot be recorded safely. */
        boolean exist() {
            return failure != null || setback != null;
        }

        /** Returns the lasting failure, else the setback, else null. */
        @Nullable
        String first() {
            return failure == null ? setback : failure;
        }
    }

    JournalFaults(InstantSource clock) {
        this.clock = clock;
        this.forces = new StallWatch("a force of the journal", clock);
        this.segments = new StallWatch("the creation of a journal segment", clock);
        for (ShedReason reason : ShedReason.values()) {
            shed.put(reason, new LongAdder());
        }
    }

    void shed(ShedReason reason) {
        Objects.requireNonNull(shed.get(reason)).increment();
        long now = clock.millis();
        long due = nextLog.get();
        if (now >= due && nextLog.compareAndSet(due, now + LOG_EVERY)) {
            log.error("calls were answered but not recorded in the usage journal: {}", counts());
        }
    }

    /** Lasts until the next start: after a failed fsync the content of the disk is unknown. */
    synchronized void failed(String what, Throwable cause) {
        if (faults.failure == null) {
            faults = new Faults(what + ": " + cause, faults.setback);
            log.error("the usage journal failed, {}", what, cause);
        }
    }

    /** Lasts until {@link #overcome}: the disk itself has not failed, and the operation is retried. */
    synchronized void setback(String what, Throwable cause) {
        boolean first = faults.setback == null;
        faults = new Faults(faults.failure, described(what, cause));
        if (first) {
            log.error("the usage journal cannot continue, {}; retrying", what, cause);
        }
    }

    /** Describes a fault, without its cause if there is no memory for it. */
    private static String described(String what, Throwable cause) {
        try {
            return what + ": " + cause;
        } catch (RuntimeException | Error e) {
            return what;
        }
    }

    /** Records a setback without memory for a description. */
    synchronized void unknownSetback() {
        if (!faults.exist()) {
            faults = Faults.UNKNOWN;
        }
    }

    /** Clears the setback after a successful retry. */
    synchronized void overcome() {
        if (faults.setback != null) {
            faults = new Faults(faults.failure, null);
            log.info("the usage journal continues");
        }
    }

    boolean hasSetback() {
        return faults.setback != null;
    }

    /** Returns the faults at one moment. */
    Faults faults() {
        return faults;
    }

    /** Returns how many calls were not recorded, by reason; reasons without any are left out. */
    Map<ShedReason, Long> counts() {
        Map<ShedReason, Long> counts = new EnumMap<>(ShedReason.class);
        shed.forEach((reason, count) -> {
            if (count.sum() > 0) {
                counts.put(reason, count.sum());
            }
        });
        return counts;
    }

    SegmentFsync watchForces(SegmentFsync segmentFsync) {
        return forces.forces(segmentFsync);
    }

    SegmentPreallocator.Maker watchSegments(SegmentPreallocator.Maker maker) {
        return segments.segments(maker);
    }

    /** Returns the disk operation that has stalled, null if there is none. */
    @Nullable
    String stall() {
        String force = forces.problem();
        return force == null ? segments.problem() : force;
    }
}
