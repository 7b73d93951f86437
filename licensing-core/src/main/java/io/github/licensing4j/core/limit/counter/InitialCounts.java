package io.github.licensing4j.core.limit.counter;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CounterStart;
import io.github.licensing4j.spi.QuotaWindow;

/** Returns the units that were counted before this process began. */
public interface InitialCounts {

    /** Returns the start of counting by this process, in epoch milliseconds: a window that began before is loaded. */
    long sinceMillis();

    /**
     * Returns the units counted in a window. Called when the window is first used, without a lock; several threads may
     * call it at once, and one result is used. If it throws, the counter is unavailable until it returns.
     */
    long counted(LicenseId license, CounterId counter, QuotaWindow window);

    /** Returns the units counted in a window, with those used before the counter replaced another one. */
    default long counted(LicenseId license, CounterId counter, QuotaWindow window, CounterStart start) {
        return counted(license, counter, window);
    }

    /** Brings what this node has counted before a counter replaced another one to where {@link #counted} reads. Default: nothing. */
    default void include(CounterStart start) {}

    /**
     * Returns the shipments that bring counted units to where {@link #counted} reads. Default: not at all, so that
     * nothing is ever evicted.
     */
    default Shipments shipments() {
        return Shipments.none();
    }

    /** Returns counts of 0. */
    static InitialCounts none() {
        return NoInitialCounts.INSTANCE;
    }
}
