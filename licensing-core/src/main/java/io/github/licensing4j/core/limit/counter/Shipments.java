package io.github.licensing4j.core.limit.counter;

/**
 * Reports which usage has reached the ledger, so that counters can be evicted and read from it again. Usage that is
 * recorded before {@link #begun} returns n is in the ledger once {@link #complete} is above n. Safe for use by many
 * threads.
 */
public interface Shipments {

    /** Returns the number of the last shipment that has begun. One volatile read. */
    int begun();

    /** Returns the number of the last shipment that ended with all of its usage in the ledger. */
    int complete();

    /**
     * Ships everything recorded up to now to the ledger, and waits for it.
     *
     * @throws RuntimeException if the ledger is unavailable
     */
    void ship();

    /** Returns whether the ledger outlives this process. */
    boolean isDurable();

    /** Returns shipments without a ledger: nothing ever reaches it. */
    static Shipments none() {
        return NoShipments.INSTANCE;
    }
}
