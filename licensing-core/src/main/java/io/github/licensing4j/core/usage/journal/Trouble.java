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

    boolean hasFailed() {
        return failure != null;
    }

    @Nullable
    String failure() {
        return failure;
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
