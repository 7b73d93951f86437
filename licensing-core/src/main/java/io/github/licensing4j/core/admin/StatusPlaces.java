package io.github.licensing4j.core.admin;

import io.github.licensing4j.spi.LicenseStore;
import java.util.concurrent.locks.ReentrantLock;

/** Gives out places in the status list, of which it takes many at once from the store. A restart leaves some unused. */
final class StatusPlaces {
    private static final int AT_ONCE = 64;

    private final LicenseStore store;
    private final ReentrantLock taking = new ReentrantLock();
    private long next;
    private long end;

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
            }
            return next++;
        } finally {
            taking.unlock();
        }
    }
}
