package io.github.licensing4j.core.usage;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.core.limit.counter.InitialCounts;
import io.github.licensing4j.core.limit.counter.Shipments;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CounterStart;
import io.github.licensing4j.spi.QuotaWindow;

/** Reads the initial counts of counters from the usage ledger. Safe for use by many threads. */
public final class LedgerInitialCounts implements InitialCounts {
    private final Usage usage;
    private final CorrectionFollower corrections;
    /** The latest start of a counter before which all usage of this process was shipped to the ledger. */
    private volatile long flushed = Long.MIN_VALUE;

    private final boolean isShared;

    /**
     * @param usage the usage of this process
     * @param corrections reads counters with exactly the corrections that were applied
     * @param isShared whether other nodes count the same quotas, so that the ledger is read for every window
     */
    public LedgerInitialCounts(Usage usage, CorrectionFollower corrections, boolean isShared) {
        this.usage = usage;
        this.corrections = corrections;
        this.isShared = isShared;
    }

    @Override
    public long sinceMillis() {
        return isShared ? Long.MAX_VALUE : usage.sinceMillis();
    }

    @Override
    public long counted(LicenseId license, CounterId counter, QuotaWindow window) {
        return corrections.counted(license, counter, window);
    }

    @Override
    public long counted(LicenseId license, CounterId counter, QuotaWindow window, CounterStart start) {
        include(start);
        return corrections.counted(license, counter, window, start);
    }

    @Override
    public void include(CounterStart start) {
        if (flushed < start.atMillis()) {
            // From here on, usage that this node counted with the counter before is in the ledger.
            usage.flush();
            flushed = Math.max(flushed, start.atMillis());
        }
    }

    @Override
    public Shipments shipments() {
        return usage.shipments();
    }
}
