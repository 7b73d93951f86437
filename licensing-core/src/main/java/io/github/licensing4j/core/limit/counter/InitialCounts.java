package io.github.licensing4j.core.limit.counter;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CounterStart;
import io.github.licensing4j.spi.QuotaWindow;

/** What was counted before this process began. */
public interface InitialCounts {

    /** Since when this process has counted, in epoch milliseconds: a window that began before is loaded. */
    long sinceMillis();

    /**
     * Units counted in a window. Called when it is first used, by no thread that holds a lock; may be called by several at
     * once, of which one is believed. Whatever it throws makes the counter unavailable until it answers.
     */
    long counted(LicenseId license, CounterId counter, QuotaWindow window);

    /** The same for a counter that took the place of another one, with what was used before it started. */
    default long counted(LicenseId license, CounterId counter, QuotaWindow window, CounterStart start) {
        return counted(license, counter, window);
    }

    /** How what is counted here gets to where {@link #counted} reads. Default: not at all, so that nothing is ever evicted. */
    default Shipments shipments() {
        return Shipments.none();
    }

    /** Nothing was. */
    static InitialCounts none() {
        return NoSeed.INSTANCE;
    }
}
