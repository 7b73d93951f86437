package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.spi.Store;
import io.github.licensing4j.tck.UsageLedgerContract;

/** Runs the contract of usage ledgers. */
class InMemoryUsageLedgerTest extends UsageLedgerContract {

    @Override
    protected Store open() {
        return new InMemoryStore();
    }

    @Override
    public Store otherNode() {
        return store();
    }
}
