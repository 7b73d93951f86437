package io.github.licensing4j.core.limit.lease;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.QuotaStore;
import io.github.licensing4j.spi.QuotaWindow;
import io.github.licensing4j.spi.StoreException;

/**
 * Lends slices of quotas to nodes that share a store. Each node counts into its slices in memory, and all of them together never
 * reserve more than the quota has. A {@link QuotaStore} of such a node counts behind this contract.
 *
 * <p>The engine does not use it in this version: no store of the library implements it, and nothing can be plugged in.
 * Only {@code QuotaLeaseStoreContract} and its implementation in memory, both in the tests, use it and its records.
 *
 * <p>A slice is lent until it is returned. One whose node died stays lent after its lease has ended: what it counted is only in its
 * journal. The process that has read that journal returns the slice; otherwise its unused units are stranded until the period
 * ends. Each method is one atomic step. Safe for use by many threads and nodes.
 */
public interface QuotaLeaseStore {

    /**
     * Lends a slice, of the size that {@link LeaseRequest#slice} determines.
     *
     * @throws StoreException if the store is unavailable; nothing is lent
     */
    LeaseResult lease(LeaseRequest request, long nowMillis);

    /**
     * Returns a slice: its used units are counted, the others can be lent again. Has no effect on a slice that was returned
     * before, so that it can be repeated after a failure.
     *
     * @param used the units settled by its calls; more than the slice if calls used more than they reserved. They are counted
     *     in full
     * @throws StoreException if the store is unavailable; the slice is still lent
     */
    void settle(QuotaLease lease, long used);

    /**
     * Returns the units counted by slices that were returned.
     *
     * @throws StoreException if the store is unavailable
     */
    long used(LicenseId license, CounterId counter, QuotaWindow window);

    /**
     * Returns the units of slices that were not returned though their leases have ended.
     *
     * @throws StoreException if the store is unavailable
     */
    long stranded(LicenseId license, CounterId counter, QuotaWindow window, long nowMillis);
}
