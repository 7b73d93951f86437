package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.spi.Store;
import io.github.licensing4j.tck.StoreContract;

/** Runs the contract of license stores. */
class InMemoryStoreTest extends StoreContract {

    @Override
    protected Store open() {
        return new InMemoryStore();
    }

    @Override
    public Store otherNode() {
        return store();
    }
}
