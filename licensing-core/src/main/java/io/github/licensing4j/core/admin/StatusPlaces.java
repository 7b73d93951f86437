package io.github.licensing4j.core.admin;

import io.github.licensing4j.spi.LicenseStore;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/** Gives out places in the status list, of which it takes many at once from the store. A restart leaves some unused. */
final class StatusPlaces {
    private static final int AT_ONCE = 64;

    private static final long LOOK_MILLIS = 1_000;

    private final LicenseStore store;
    private final ReentrantLock taking = new ReentrantLock();
    private long next;
    private long end;
    private volatile long known;
    private volatile long lookedMillis;
    private final AtomicBoolean looking = new AtomicBoolean();

    StatusPlaces(LicenseStore store) {
        this.store = store;
    }

    /** A place that was never given out before, on any node. */
    long next() {
        taking.lock();
        try {
            if (next == end) {
                next = store.nextStatusIndexes(AT_ONCE);
                end = next + AT_ONCE;
                known = Math.max(known, end);
            }
            return next++;
        } finally {
            taking.unlock();
        }
    }

    /**
     * Whether a place was given out, on any node. Anybody may cause the question, so the store is read once a second at most;
     * places that other nodes gave out are known a second late.
     */
    boolean isGiven(long place, Instant now) {
        long nowMillis = now.toEpochMilli();
        boolean isOld = Math.abs(nowMillis - lookedMillis) >= LOOK_MILLIS;
        if (place >= known && isOld && looking.compareAndSet(false, true)) {
            try {
                lookedMillis = nowMillis;
                long stored = store.statusIndexes();
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
