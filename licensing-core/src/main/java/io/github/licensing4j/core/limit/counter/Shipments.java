package io.github.licensing4j.core.limit.counter;

/**
 * Says which usage has reached the ledger, so that counters can be evicted and read from it again. Usage that is recorded before
 * {@link #begun} returns n is in the ledger once {@link #complete} is above n. Safe for use by many threads.
 */
public interface Shipments {

    /** The number of the last shipment that has begun. One volatile read. */
    int begun();

    /** The number of the last shipment that has ended with everything in the ledger. */
    int complete();

    /**
     * Brings everything that was recorded up to now to the ledger. Waits for the ledger.
     *
     * @throws RuntimeException if the ledger does not answer
     */
    void ship();

    /** Whether the ledger is outside of the memory of this process. */
    boolean isDurable();

    /** No ledger: nothing ever reaches it. */
    static Shipments none() {
        return NoShipments.INSTANCE;
    }
}
