package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.core.store.LicenseStoreContract;
import io.github.licensing4j.spi.LicenseStore;

/** Runs the contract of license stores. */
class InMemoryLicenseStoreTest extends LicenseStoreContract {

    @Override
    protected LicenseStore open() {
        return new InMemoryLicenseStore();
    }

    @Override
    protected LicenseStore otherNode() {
        return store;
    }
}
