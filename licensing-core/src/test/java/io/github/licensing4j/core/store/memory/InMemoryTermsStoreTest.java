package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.core.store.TermsStoreContract;
import io.github.licensing4j.spi.LicenseStore;

/** Runs the contract of terms stores. */
class InMemoryTermsStoreTest extends TermsStoreContract {
    @Override
    protected LicenseStore open() {
        return new InMemoryLicenseStore();
    }

    @Override
    protected boolean isShared() {
        return false;
    }
}
