package io.github.licensing4j.core.limit.counter;

import io.github.licensing4j.spi.QuotaWindow;

/** The state that the counters of all licenses and customers of one issuer share. Safe for use by many threads. */
public final class IssuerCounters {
    private final String issuer;
    private final CounterMemory memory;
    private final Shipments shipments;
    private volatile long sinceMillis;

    IssuerCounters(String issuer, CounterMemory memory, long sinceMillis) {
        this.issuer = issuer;
        this.memory = memory;
        this.shipments = memory.shipments();
        this.sinceMillis = sinceMillis;
    }

    String issuer() {
        return issuer;
    }

    CounterMemory memory() {
        return memory;
    }

    Shipments shipments() {
        return shipments;
    }

    /**
     * Returns whether the ledger must be read for the units of a window that began then: before the process did, or
     * before counters of this issuer were evicted. In the millisecond of the start the run before, or another node, may
     * have counted too.
     */
    public boolean isBeforeStart(long windowStartMillis) {
        return windowStartMillis <= sinceMillis;
    }

    /**
     * Notes that counters are evicted. Called after they have stopped counting and before others take their place.
     *
     * @param latest from the start of the latest period that they counted in to the end of the last one
     */
    void evicted(QuotaWindow latest, long nowMillis) {
        synchronized (this) {
            sinceMillis = Math.max(sinceMillis, Math.max(nowMillis, latest.startMillis()));
        }
        memory.ledgerRoom().take(latest.endMillis());
    }
}
