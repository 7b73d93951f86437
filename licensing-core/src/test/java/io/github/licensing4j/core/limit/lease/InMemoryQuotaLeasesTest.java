package io.github.licensing4j.core.limit.lease;

class InMemoryQuotaLeasesTest extends QuotaLeaseStoreContract {
    @Override
    protected QuotaLeaseStore leases() {
        return new InMemoryQuotaLeases();
    }
}
