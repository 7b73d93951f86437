package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.core.store.StoreContract;
import io.github.licensing4j.spi.Store;

/** Runs the contract of license stores. */
class InMemoryStoreTest extends StoreContract {

    @Override
    protected Store open() {
        return new InMemoryStore();
    }

    @Override
    protected Store otherNode() {
        return store;
    }
}
