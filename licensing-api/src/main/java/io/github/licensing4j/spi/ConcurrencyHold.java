package io.github.licensing4j.spi;

/** Holds one call in flight, under every counter it claimed. */
public non-sealed interface ConcurrencyHold extends ConcurrencyResult, CallHold {

    /** Returns the calls in flight right after this one entered, by the index of its claim. */
    int inFlight(int claim);

    /**
     * Returns how many more calls could enter right after this one; fewer than are left under the maximum where this node
     * enforces a share of it.
     *
     * @param claim the index of the claim
     * @param max the maximum of its limit
     */
    default int remaining(int claim, int max) {
        return Math.max(0, max - inFlight(claim));
    }

    /** Ends the call: it is no longer in flight. Called exactly once, when the call is settled or refused after all. */
    @Override
    void release();
}
