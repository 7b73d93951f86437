package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.core.store.UsageLedgerContract;
import io.github.licensing4j.spi.LicenseStore;

/** Runs the contract of usage ledgers. */
class InMemoryUsageLedgerTest extends UsageLedgerContract {

    @Override
    protected LicenseStore open() {
        return new InMemoryLicenseStore();
    }

    @Override
    protected LicenseStore otherNode() {
        return store;
    }
}
