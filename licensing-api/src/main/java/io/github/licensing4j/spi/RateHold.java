package io.github.licensing4j.spi;

/** Permits taken and calls entered by one call. Exactly one of {@link #release} and {@link #leave} is called, once. */
public non-sealed interface RateHold extends RateResult {

    /** Calls in flight right after this one entered, by the index of its concurrency claim. */
    int inFlight(int claim);

    /** How the buckets stood right after, by the index of the rate claim. */
    RateLimitState state(int claim);

    /** The call was refused after all: its permits are put back and it leaves. */
    void release();

    /** The call has ended: it leaves, its permits stay taken. */
    void leave();
}
