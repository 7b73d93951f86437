package io.github.licensing4j.core.usage;

import io.github.licensing4j.Health;
import io.github.licensing4j.core.usage.journal.CallDescriptor;
import io.github.licensing4j.core.usage.journal.CallRecord;
import io.github.licensing4j.core.usage.journal.UsageAccount;
import java.util.List;

/** Stores the usage of ended calls until the ledger holds it. Safe for use by many threads. */
sealed interface UsageLog extends AutoCloseable permits JournalUsageLog, MemoryUsageLog {

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

    /** Returns how many calls of this run the ledger does not hold yet. */
    long waiting();

    /** Returns the calls that the ledger cannot hold. */
    RefusedUsage refused();

    /** Returns the health of the log. */
    List<Health.Component> health();

    @Override
    void close();
}
