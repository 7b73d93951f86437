package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.tck.TermsStoreContract;

/** Runs the contract of terms stores. */
class InMemoryTermsStoreTest extends InMemoryNode implements TermsStoreContract {
    @Override
    public boolean isShared() {
        return false;
    }
}
