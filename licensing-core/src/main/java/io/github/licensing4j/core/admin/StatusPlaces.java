package io.github.licensing4j.core.admin;

import io.github.licensing4j.spi.RevocationStore;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/** Allocates status list indexes, many at once from the store. A restart leaves some unused. */
final class StatusPlaces {
    private static final int AT_ONCE = 64;

    private static final long LOOK_MILLIS = 1_000;

    private final RevocationStore revocations;
    private final ReentrantLock taking = new ReentrantLock();
    private long next;
    private long end;
    private volatile long known;
    private volatile long lookedMillis;
    private final AtomicBoolean looking = new AtomicBoolean();

    StatusPlaces(RevocationStore revocations) {
        this.revocations = revocations;
    }

    /** Returns an index that was never allocated before, on any node. */
    long next() {
        taking.lock();
        try {
            if (next == end) {
                next = revocations.nextStatusIndexes(AT_ONCE);
                end = next + AT_ONCE;
                known = Math.max(known, end);
            }
            return next++;
        } finally {
            taking.unlock();
        }
    }

    /**
     * Returns whether an index was allocated, on any node. Any caller can trigger this check, so the store is read at
     * most once a second; indexes allocated by other nodes are seen a second late.
     */
    boolean isAllocated(long place, Instant now) {
        long nowMillis = now.toEpochMilli();
        boolean isOld = Math.abs(nowMillis - lookedMillis) >= LOOK_MILLIS;
        if (place >= known && isOld && looking.compareAndSet(false, true)) {
            try {
                lookedMillis = nowMillis;
                long stored = revocations.statusIndexes();
                taking.lock();
                try {
                    known = Math.max(known, stored);
                } finally {
                    taking.unlock();
                }
            } finally {
                looking.set(false);
            }
        }
        return place < known;
    }
}
