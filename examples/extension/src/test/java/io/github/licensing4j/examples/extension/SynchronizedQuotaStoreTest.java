package io.github.licensing4j.examples.extension;

import io.github.licensing4j.spi.QuotaStore;
import io.github.licensing4j.tck.QuotaStoreContract;

/** The store keeps the contract of stores of quotas. */
class SynchronizedQuotaStoreTest extends QuotaStoreContract {
    private final QuotaStore store = new SynchronizedQuotaStore();

    @Override
    protected QuotaStore quotas() {
        return store;
    }
}
