package io.github.licensing4j.spi;

import io.github.licensing4j.LicenseId;

/**
 * Leases slices of quotas and credit grants to the nodes that share a store. Each node counts into its slices in memory, and all of
 * them together never grant more than the quota has: <em>units in the ledger + units leased and not yet in the ledger ≤ ceiling
 * + carried units</em>, for each counter and window. Usage moves from a lease into the ledger when {@link LedgerTransaction#add}
 * adds a batch of the source that has the lease, in the same transaction.
 *
 * <p>A lease belongs to one start of a node, which is a {@link UsageSource}. It lasts until its units are in the ledger or are released. That
 * of a dead node therefore lasts until its journal has been read; without the journal its units are stranded until the window
 * ends.
 *
 * <p>Each method is one atomic step. Safe for use by many threads and nodes; every method may throw {@link StoreException}.
 */
public interface QuotaLeases {

    /**
     * Leases a slice. Repeating a request whose outcome is unknown, with the same operation number, leases nothing more.
     *
     * @return the slice, of 0 units if the claim does not fit
     */
    QuotaLease lease(LeaseRequest request);

    /** Releases units that the node will not use. Repeating it with the same operation number has no effect. */
    void release(LeaseRelease release);

    /**
     * Ends the leases of every earlier start of a node. Called once all of their usage is in the ledger.
     *
     * @param start the present start
     * @return the released units
     */
    long releaseBefore(UsageSource start);

    /** Returns what a request for a slice would be decided on, with a slice of 0 units. Leases nothing. */
    QuotaLease read(UsageSource source, LicenseId license, QuotaClaim claim);

    /** Returns the units of leases of a counter in a window, those of dead nodes included. */
    long leased(LicenseId license, CounterId counter, QuotaWindow window);

    /** Returns whether nodes share quotas; if not, the node counts alone and leases nothing. */
    default boolean areShared() {
        return true;
    }

    /** Returns the leases of a store that no other node uses. */
    static QuotaLeases none() {
        return NoQuotaLeases.INSTANCE;
    }
}
