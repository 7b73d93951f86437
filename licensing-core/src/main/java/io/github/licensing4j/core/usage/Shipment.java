package io.github.licensing4j.core.usage;

import io.github.licensing4j.spi.CounterMove;
import io.github.licensing4j.spi.StoredMessage;
import io.github.licensing4j.spi.UsageBatch;
import io.github.licensing4j.spi.UsageLedger;
import io.github.licensing4j.spi.UsageSource;
import java.util.List;
import java.util.function.Function;

/**
 * The way into the ledger.
 *
 * @param ledger where usage is added up
 * @param messages words what others are told of counters that moved
 */
record Shipment(UsageLedger ledger, Function<List<CounterMove>, List<StoredMessage>> messages) {

    /** Adds a batch; false if the ledger has it already. */
    boolean commit(UsageBatch batch) {
        return ledger.commit(batch, messages);
    }

    long position(UsageSource source) {
        return ledger.position(source);
    }
}
