package io.github.licensing4j.core.usage;

import io.github.licensing4j.Health;
import io.github.licensing4j.core.usage.journal.CallDescriptor;
import io.github.licensing4j.core.usage.journal.CallRecord;
import io.github.licensing4j.core.usage.journal.UsageAccount;
import io.github.licensing4j.spi.UsageLedger;
import io.github.licensing4j.spi.UsageSource;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Stores the usage of ended calls until the ledger holds it. Safe for use by many threads. */
interface UsageLog extends AutoCloseable {

    /** Records a call. Never fails because of the disk; calls that are not recorded are counted and shown in health. */
    void append(UsageAccount account, CallDescriptor descriptor, CallRecord call);

    /** Returns whether a call may be granted: there is room for it and for all calls in flight. */
    boolean hasRoom();

    /**
     * Ships all calls recorded before this to the ledger. Calls that the ledger can never hold are left out and
     * reported. For one thread at a time.
     *
     * @throws io.github.licensing4j.spi.StoreException if the ledger is unavailable; nothing is lost or shipped twice
     * @throws IllegalStateException if the ledger holds calls that were never shipped to it
     */
    void ship(LedgerWriter ledgerWriter);

    /**
     * Reads the positions of the ledger again at the next shipment, because it may have lost calls. Those that are still in the log are
     * shipped again.
     */
    void shipAgain(LedgerWriter ledgerWriter);

    /** Returns how many calls of this run the ledger does not hold yet. */
    long waiting();

    /** Returns the calls that the ledger cannot hold. */
    RefusedUsage refused();

    /** Returns whether recorded calls outlive the process. */
    boolean isPersistent();

    /** Returns the latest instant of a call of an earlier run, the epoch if there is none. */
    Instant lastRecorded();

    /** Returns the source of this run. */
    UsageSource current();

    /** Returns the runs of this node that are in the log or in the ledger, the current one included, oldest first. */
    List<UsageSource> runs(UsageLedger ledger);

    /**
     * Sums the usage of a run.
     *
     * @param upTo the number of the last call of the run that is in the ledger
     */
    RunScan scan(UsageSource run, long upTo);

    /** Returns what was damaged or lost of earlier runs, for reports. */
    List<String> damages();

    /** Returns how many calls of earlier runs are certainly lost. */
    long lost();

    /**
     * Returns the current run if nothing would be lost without the log, because the ledger holds every call of every run.
     * Called after shipping has ended.
     */
    Optional<UsageSource> completeRun();

    /** Returns the health of the log, and of how long it keeps calls for a ledger that is not durable. */
    List<Health.Component> health(UsageLedger ledger);

    @Override
    void close();
}
