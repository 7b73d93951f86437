package io.github.licensing4j.core.usage;

import io.github.licensing4j.Health;
import io.github.licensing4j.core.usage.journal.CallDescriptor;
import io.github.licensing4j.core.usage.journal.UsageAccount;
import io.github.licensing4j.core.usage.journal.UsageCall;
import java.util.List;

/** Where ended calls are noted until the ledger has them. Safe for use by many threads. */
sealed interface UsageLog extends AutoCloseable permits JournalUsageLog, MemoryUsageLog {

    /** Notes a call. Never fails for reasons of the disk; what is not kept is counted and shown in health. */
    void append(UsageAccount account, CallDescriptor shape, UsageCall call);

    /** Whether a call may be granted: there is room for it and for all in flight. */
    boolean hasRoom();

    /**
     * Brings what is noted to the ledger, all of it that was noted before this was called. What a ledger cannot add up is left
     * out and said. For one thread at a time.
     *
     * @throws io.github.licensing4j.spi.StoreException if the ledger does not answer; nothing is lost, and nothing comes twice
     * @throws IllegalStateException if the ledger holds what it was never given
     */
    void ship(LedgerWriter ledgerWriter);

    /** How many calls of this run the ledger does not have yet. */
    long waiting();

    /** What the ledger cannot hold. */
    RefusedUsage refused();

    /** What operators should know. */
    List<Health.Component> health();

    @Override
    void close();
}
