package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.spi.Store;
import io.github.licensing4j.tck.TermsStoreContract;

/** Runs the contract of terms stores. */
class InMemoryTermsStoreTest extends TermsStoreContract {
    @Override
    protected Store open() {
        return new InMemoryStore();
    }

    @Override
    protected boolean isShared() {
        return false;
    }
}
