package io.github.licensing4j.spi;

import io.github.licensing4j.LicenseId;

/** Leases nothing, because one node counts alone. */
enum NoQuotaLeases implements QuotaLeases {
    INSTANCE;

    @Override
    public QuotaLease lease(LeaseRequest request) {
        throw new IllegalStateException("quotas are not shared");
    }

    @Override
    public void release(LeaseRelease release) {
        throw new IllegalStateException("quotas are not shared");
    }

    @Override
    public long releaseBefore(UsageSource start) {
        return 0;
    }

    @Override
    public QuotaLease read(UsageSource source, LicenseId license, QuotaClaim claim) {
        throw new IllegalStateException("quotas are not shared");
    }

    @Override
    public long leased(LicenseId license, CounterId counter, QuotaWindow window) {
        return 0;
    }

    @Override
    public boolean areShared() {
        return false;
    }
}
