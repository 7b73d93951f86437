package io.github.licensing4j.spi;

/** Holds the permits of one call. They stay taken when the call ends. */
public non-sealed interface RateHold extends RateResult, CallHold {

    /** Returns the state of the buckets right after, by the index of the rate claim. */
    RateLimitState state(int claim);

    /** Returns the permits, because another limit refused the call. Called at most once, right after they were taken. */
    @Override
    void release();
}
