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
final class Trouble {
    private static final Logger log = LoggerFactory.getLogger(UsageJournal.class);
    private static final long LOG_EVERY = Duration.ofMinutes(1).toMillis();

    private final InstantSource clock;
    private final Map<ShedReason, LongAdder> shed = new EnumMap<>(ShedReason.class);
    private final AtomicLong nextLog = new AtomicLong(Long.MIN_VALUE);
    private volatile @Nullable String failure;
    private volatile @Nullable String setback;

    Trouble(InstantSource clock) {
        this.clock = clock;
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
        if (failure == null) {
            failure = what + ": " + cause;
            log.error("the usage journal failed, {}", what, cause);
        }
    }

    /** Holds until {@link #overcome}: the disk was not asked and so has not failed, and it is tried again. */
    synchronized void setback(String what, Throwable cause) {
        boolean first = setback == null;
        setback(what);
        if (first) {
            log.error("the usage journal cannot go on, {}; it is tried again", what, cause);
        }
        setback = what + ": " + cause;
    }

    /** The same, without memory for more than this. */
    synchronized void setback(String what) {
        setback = what;
    }

    /** What was tried again has succeeded. */
    synchronized void overcome() {
        if (setback != null) {
            setback = null;
            log.info("the usage journal goes on");
        }
    }

    boolean hasSetback() {
        return setback != null;
    }

    boolean hasFailed() {
        return failure != null || setback != null;
    }

    @Nullable
    String failure() {
        String lasting = failure;
        return lasting == null ? setback : lasting;
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
}
