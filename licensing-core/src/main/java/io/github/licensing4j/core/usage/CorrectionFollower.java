package io.github.licensing4j.core.usage;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.CounterStart;
import io.github.licensing4j.spi.QuotaStore;
import io.github.licensing4j.spi.QuotaWindow;
import io.github.licensing4j.spi.StoreException;
import io.github.licensing4j.spi.UsageCorrection;
import io.github.licensing4j.spi.UsageLedger;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Applies the corrections that any node enters into the ledger to the counters of this node, each once and in the order
 * of their numbers. A counter that is read from the ledger meanwhile contains exactly the corrections applied so far,
 * so that none is counted twice or missed. Safe for use by many threads.
 */
public final class CorrectionFollower {
    private static final int BATCH = 500;
    private static final int ATTEMPTS = 100;

    private final String issuer;
    private final UsageLedger ledger;
    private final ReentrantLock applying = new ReentrantLock();
    private volatile long applied;
    private volatile @Nullable Counters counters;

    private record Counters(QuotaStore store, InstantSource clock) {}

    /**
     * Starts after the corrections that are in the ledger now.
     *
     * @param issuer the issuer of the licenses that are counted here
     * @throws StoreException if the ledger is unavailable
     */
    public CorrectionFollower(String issuer, UsageLedger ledger) {
        this.issuer = issuer;
        this.ledger = ledger;
        this.applied = ledger.corrected();
    }

    /** Starts applying corrections to these counters. Called once, before the first call is decided. */
    public void start(QuotaStore store, InstantSource clock) {
        counters = new Counters(store, clock);
    }

    /**
     * Applies every correction entered up to now. Calls that begin after this returns are decided with them.
     *
     * @throws StoreException if the ledger is unavailable
     */
    public void catchUp() {
        applying.lock();
        try {
            long number = applied;
            List<UsageCorrection> batch;
            do {
                batch = ledger.correctedAfter(number, BATCH);
                for (UsageCorrection correction : batch) {
                    apply(correction);
                    applied = ++number;
                }
            } while (batch.size() == BATCH);
        } finally {
            applying.unlock();
        }
    }

    private void apply(UsageCorrection correction) {
        Counters current = counters;
        if (current == null || !correction.license().issuer().equals(issuer)) {
            return;
        }
        for (CounterIncrement counter : correction.counters()) {
            current.store()
                    .account(correction.license())
                    .adjust(
                            counter.counter(),
                            counter.window(),
                            counter.units(),
                            current.clock().millis());
        }
    }

    /**
     * Returns the units that the ledger has counted in a window, with exactly the corrections applied here.
     *
     * @throws StoreException if the ledger is unavailable
     */
    public long counted(LicenseId license, CounterId counter, QuotaWindow window) {
        return counted(() -> ledger.counted(license, counter, window));
    }

    /**
     * Returns the same for a counter that replaced another one, including usage before its start.
     *
     * @throws StoreException if the ledger is unavailable
     */
    public long counted(LicenseId license, CounterId counter, QuotaWindow window, CounterStart start) {
        return counted(() -> ledger.counted(license, counter, window, start));
    }

    private long counted(LongSupplier read) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            long before = applied;
            if (ledger.corrected() != before) {
                catchUp();
                continue;
            }
            long units = read.getAsLong();
            if (ledger.corrected() == before && applied == before) {
                return units;
            }
        }
        throw new StoreException("corrections are entered faster than a counter can be read");
    }
}
