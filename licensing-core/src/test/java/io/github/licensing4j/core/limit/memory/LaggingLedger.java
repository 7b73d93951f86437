package io.github.licensing4j.core.limit.memory;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.core.limit.counter.InitialCounts;
import io.github.licensing4j.core.limit.counter.Shipments;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.QuotaWindow;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A ledger that has what calls have recorded only once it was shipped. Safe for use by many threads. */
final class LaggingLedger implements InitialCounts, Shipments {
    private final Map<Counted, Long> ledger = new ConcurrentHashMap<>();
    private final Map<Counted, Long> recorded = new HashMap<>();
    private volatile int begun;
    private volatile int complete;
    volatile boolean isAway;

    private record Counted(LicenseId license, CounterId counter, QuotaWindow window) {}

    /** Records what a call has used, before it settles. */
    synchronized void record(LicenseId license, CounterId counter, QuotaWindow window, long units) {
        recorded.merge(new Counted(license, counter, window), units, Long::sum);
    }

    @Override
    public long sinceMillis() {
        return 0;
    }

    @Override
    public long counted(LicenseId license, CounterId counter, QuotaWindow window) {
        if (isAway) {
            throw new IllegalStateException("away");
        }
        return ledger.getOrDefault(new Counted(license, counter, window), 0L);
    }

    @Override
    public Shipments shipments() {
        return this;
    }

    @Override
    public int begun() {
        return begun;
    }

    @Override
    public int complete() {
        return complete;
    }

    @Override
    public synchronized void ship() {
        if (isAway) {
            throw new IllegalStateException("away");
        }
        int number = begun + 1;
        begun = number;
        recorded.forEach((counted, units) -> ledger.merge(counted, units, Long::sum));
        recorded.clear();
        complete = number;
    }

    @Override
    public boolean isDurable() {
        return true;
    }
}
