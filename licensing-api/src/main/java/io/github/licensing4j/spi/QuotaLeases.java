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

    /**
     * Confirms that a node runs, and returns the timeline of the database. A later one begins here if the database may have lost commits:
     * its server is not the one of the last check, or it has an older mark of the node. No unit is leased on it until every node
     * that was registered has {@linkplain #confirm confirmed} it, for at least 3 s and at most 30 s. By default there is one timeline.
     */
    default LeaseTimeline timeline(UsageSource source, LeaseTimeline.Seen seen) {
        return LeaseTimeline.ONLY;
    }

    /**
     * Stores again what a source has leased, because the database may have lost it. Does nothing by default.
     *
     * @return false, without effect, if units are leased on the timeline already, so that they may be leased to another node
     */
    default boolean restore(LeaseState state) {
        return true;
    }

    /** Does the same at any time, for a source that has dropped what it had not used. Does nothing by default. */
    default void restoreUsed(LeaseState state) {}

    /** Notes that a node has brought back its leases and its usage on a timeline. Does nothing by default. */
    default void confirm(UsageSource source, long timeline) {}

    /** Returns whether nodes share quotas; if not, the node counts alone and leases nothing. */
    default boolean areShared() {
        return true;
    }

    /** Returns the leases of a store that no other node uses. */
    static QuotaLeases none() {
        return NoQuotaLeases.INSTANCE;
    }
}
