package io.github.licensing4j.spi;

/** One call in flight, under every counter it claimed. */
public non-sealed interface ConcurrencyHold extends ConcurrencyResult {

    /** Returns the calls in flight right after this one entered, by the index of its claim. */
    int inFlight(int claim);

    /** Ends the call: it is no longer in flight. Called exactly once. */
    void leave();
}
