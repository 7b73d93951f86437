package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.core.store.UsageLedgerContract;
import io.github.licensing4j.spi.Store;

/** Runs the contract of usage ledgers. */
class InMemoryUsageLedgerTest extends UsageLedgerContract {

    @Override
    protected Store open() {
        return new InMemoryStore();
    }

    @Override
    protected Store otherNode() {
        return store;
    }
}
