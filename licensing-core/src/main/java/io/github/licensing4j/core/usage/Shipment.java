package io.github.licensing4j.core.usage;

import io.github.licensing4j.spi.UsageBatch;
import io.github.licensing4j.spi.UsageLedger;
import io.github.licensing4j.spi.UsageSource;

/**
 * The way into the ledger.
 *
 * @param ledger where usage is added up
 * @param wording words what others are told of counters that are about to move
 */
record Shipment(UsageLedger ledger, Usage.Wording wording) {

    /** Adds a batch; false if the ledger has it already. */
    boolean commit(UsageBatch batch) {
        return ledger.commit(batch, wording.about(batch.counters()));
    }

    long position(UsageSource source) {
        return ledger.position(source);
    }
}
