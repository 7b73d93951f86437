package io.github.licensing4j.core.usage;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.core.limit.Limits;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.CounterStart;
import io.github.licensing4j.spi.QuotaWindow;
import io.github.licensing4j.spi.StoreException;
import io.github.licensing4j.spi.UsageCorrection;
import io.github.licensing4j.spi.UsageLedger;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Applies the corrections that any node enters into the ledger to the counters of this node: each once, in the order of their
 * numbers. A counter that is read from the ledger meanwhile contains exactly the corrections that were applied, so that none
 * is counted twice or left out. Safe for use by many threads.
 */
public final class CorrectionFollower {
    private static final int BATCH = 500;
    private static final int ATTEMPTS = 100;

    private final String issuer;
    private final UsageLedger ledger;
    private final ReentrantLock applying = new ReentrantLock();
    private volatile long applied;
    private volatile @Nullable Limits counters;

    /**
     * Begins after the corrections that the ledger has now.
     *
     * @param issuer whose licenses have counters here
     * @throws StoreException if the ledger does not answer
     */
    public CorrectionFollower(String issuer, UsageLedger ledger) {
        this.issuer = issuer;
        this.ledger = ledger;
        this.applied = ledger.corrected();
    }

    /** Applies corrections to these counters from now on. Called once, before the first call is decided. */
    public void start(Limits limits) {
        counters = limits;
    }

    /**
     * Applies every correction that was entered up to now. When this returns, calls that begin are decided on them.
     *
     * @throws StoreException if the ledger does not answer
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
        Limits limits = counters;
        if (limits == null || !correction.license().issuer().equals(issuer)) {
            return;
        }
        for (CounterIncrement counter : correction.counters()) {
            limits.adjust(correction.license(), counter.counter(), counter.window(), counter.units());
        }
    }

    /**
     * Units that the ledger has counted in a window, with exactly the corrections that were applied here.
     *
     * @throws StoreException if the ledger does not answer
     */
    public long counted(LicenseId license, CounterId counter, QuotaWindow window) {
        return counted(() -> ledger.counted(license, counter, window));
    }

    /**
     * The same for a counter that took the place of another one, with what was used before it started.
     *
     * @throws StoreException if the ledger does not answer
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
