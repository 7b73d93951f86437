package io.github.licensing4j.spi;

/** Holds one call in flight, under every counter it claimed. */
public non-sealed interface ConcurrencyHold extends ConcurrencyResult, CallHold {

    /** Returns the calls in flight right after this one entered, by the index of its claim. */
    int inFlight(int claim);

    /** Ends the call: it is no longer in flight. Called exactly once, when the call is settled or refused after all. */
    @Override
    void release();
}
