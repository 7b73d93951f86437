package io.github.licensing4j.spi;

import java.util.List;
import java.util.Optional;

/**
 * Adds usage and the messages about it to a ledger, in one open transaction. Only the thread that runs the work may use
 * it, and only until the work returns. If one of its methods throws, the transaction is rolled back, even if the work
 * catches the exception.
 */
public interface LedgerTransaction {
    /**
     * Adds a batch and advances the position of its source. A transaction adds one batch. If nodes share the store, the units of
     * each counter are subtracted from the lease of the source, see {@link QuotaLeases}.
     *
     * @return the change of each counter; empty if the ledger already holds all of the batch
     * @throws IllegalArgumentException if the ledger holds a part of it, or not all of what comes before it, or if a sum would
     *     be further than 9·10^18 from 0
     * @throws IllegalStateException if this transaction has added a batch
     */
    Optional<List<CounterChange>> add(UsageBatch batch);

    /** Adds messages to the outbox, without those whose ids were stored by such a transaction before. */
    void addMessages(List<StoredMessage> messages);
}
