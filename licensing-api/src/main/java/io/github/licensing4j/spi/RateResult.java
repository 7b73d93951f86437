package io.github.licensing4j.spi;

/** The result of taking permits: a {@link RateHold} if the permits of every claim were taken. */
public sealed interface RateResult extends HoldResult
        permits RateHold, RateResult.RateExceeded, HoldResult.Unavailable {

    /**
     * A bucket has too few permits; nothing was taken.
     *
     * @param claim the index of the claim that does not fit
     * @param state the state of its buckets
     * @param retryAtMillis the first epoch millisecond at which it fits, {@link Long#MAX_VALUE} if it never does
     */
    record RateExceeded(int claim, RateLimitState state, long retryAtMillis) implements RateResult {}
}
