package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.core.store.TermsStoreContract;
import io.github.licensing4j.spi.LicenseStore;

/** Keeps the contract of terms. */
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
