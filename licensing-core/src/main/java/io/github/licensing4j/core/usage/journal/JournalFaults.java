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

/** What went wrong since the start: calls that are not in the journal, counted exactly, and the first failure. */
final class JournalFaults {
    private static final Logger log = LoggerFactory.getLogger(UsageJournal.class);
    private static final long LOG_EVERY = Duration.ofMinutes(1).toMillis();

    private final InstantSource clock;
    private final StallWatch forces;
    private final StallWatch segments;
    private final Map<ShedReason, LongAdder> shed = new EnumMap<>(ShedReason.class);
    private final AtomicLong nextLog = new AtomicLong(Long.MIN_VALUE);
    /** Replaced as a whole under the lock of this object, so that one read shows one state. */
    private volatile Faults faults = Faults.NONE;

    /**
     * What keeps the journal from going on, at one moment.
     *
     * @param failure what stays until the next start, null if there is nothing
     * @param setback what is tried again, null if there is nothing
     */
    record Faults(@Nullable String failure, @Nullable String setback) {
        static final Faults NONE = new Faults(null, null);
        /** Made beforehand, for when there is no memory to make one. */
        static final Faults UNKNOWN = new Faults(null, "the thread that forces ran into an error");

        /** Whether calls cannot be recorded safely. */
        boolean exist() {
            return failure != null || setback != null;
        }

        /** The lasting failure, else the setback, else null. */
        @Nullable
        String first() {
            return failure == null ? setback : failure;
        }
    }

    JournalFaults(InstantSource clock) {
        this.clock = clock;
        this.forces = new StallWatch("a force of the journal", clock);
        this.segments = new StallWatch("the making of a journal segment", clock);
        for (ShedReason reason : ShedReason.values()) {
            shed.put(reason, new LongAdder());
        }
    }

    void shed(ShedReason reason) {
        Objects.requireNonNull(shed.get(reason)).increment();
        long now = clock.millis();
        long due = nextLog.get();
        if (now >= due && nextLog.compareAndSet(due, now + LOG_EVERY)) {
            log.error("calls are answered that the usage journal does not hold: {}", counts());
        }
    }

    /** Stays until the next start: after a failed fsync nobody knows what the disk holds. */
    synchronized void failed(String what, Throwable cause) {
        if (faults.failure == null) {
            faults = new Faults(what + ": " + cause, faults.setback);
            log.error("the usage journal failed, {}", what, cause);
        }
    }

    /** Holds until {@link #overcome}: the disk was not asked and so has not failed, and it is tried again. */
    synchronized void setback(String what, Throwable cause) {
        boolean first = faults.setback == null;
        faults = new Faults(faults.failure, described(what, cause));
        if (first) {
            log.error("the usage journal cannot go on, {}; it is tried again", what, cause);
        }
    }

    /** Without the cause where there is no memory for it. */
    private static String described(String what, Throwable cause) {
        try {
            return what + ": " + cause;
        } catch (RuntimeException | Error e) {
            return what;
        }
    }

    /** The same, without memory for a description. */
    synchronized void unknownSetback() {
        if (!faults.exist()) {
            faults = Faults.UNKNOWN;
        }
    }

    /** What was tried again has succeeded. */
    synchronized void overcome() {
        if (faults.setback != null) {
            faults = new Faults(faults.failure, null);
            log.info("the usage journal goes on");
        }
    }

    boolean hasSetback() {
        return faults.setback != null;
    }

    /** What went wrong, at one moment. */
    Faults faults() {
        return faults;
    }

    /** How many calls were not recorded, by reason; reasons without any are left out. */
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

    /** The disk operation that does not end, null if there is none. */
    @Nullable
    String stall() {
        String force = forces.problem();
        return force == null ? segments.problem() : force;
    }
}
