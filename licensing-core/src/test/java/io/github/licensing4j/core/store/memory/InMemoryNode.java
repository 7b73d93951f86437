package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.spi.Store;
import io.github.licensing4j.tck.OpenedStore;

/** The store of a node without a database. */
abstract class InMemoryNode extends OpenedStore {
    @Override
    protected Store open() {
        return new InMemoryStore();
    }

    @Override
    public Store otherNode() {
        return store();
    }
}
