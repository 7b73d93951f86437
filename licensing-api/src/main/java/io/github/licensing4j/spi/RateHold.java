package io.github.licensing4j.spi;

/**
 * Holds the permits and concurrency entries of one call. Exactly one of {@link #release} and {@link #leave} is called,
 * once.
 */
public non-sealed interface RateHold extends RateResult {

    /** Returns the calls in flight right after this one entered, by the index of its concurrency claim. */
    int inFlight(int claim);

    /** Returns the state of the buckets right after, by the index of the rate claim. */
    RateLimitState state(int claim);

    /** Returns the permits and leaves the concurrency counters, for a call that was refused after all. */
    void release();

    /** Leaves the concurrency counters at the end of the call; its permits stay taken. */
    void leave();
}
