package io.github.licensing4j.core.store;

import io.github.licensing4j.spi.QuotaLeaseStore;
import io.github.licensing4j.tck.QuotaLeaseStoreContract;

class InMemoryQuotaLeasesTest extends QuotaLeaseStoreContract {
    @Override
    protected QuotaLeaseStore leases() {
        return new InMemoryQuotaLeases();
    }
}
