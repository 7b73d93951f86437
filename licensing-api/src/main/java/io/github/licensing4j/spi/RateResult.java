package io.github.licensing4j.spi;

/** The result of taking permits and entering a call: a {@link RateHold} if everything was taken. */
public sealed interface RateResult
        permits RateHold, RateResult.ConcurrencyExceeded, RateResult.RateExceeded, RateResult.Unavailable {

    /**
     * Nothing was taken because too many calls are in flight.
     *
     * @param claim the index of the concurrency claim that does not fit
     * @param inFlight the calls in flight of its counter
     */
    record ConcurrencyExceeded(int claim, int inFlight) implements RateResult {}

    /**
     * Nothing was taken because a bucket is too empty.
     *
     * @param claim the index of the rate claim that does not fit
     * @param state the state of its buckets
     * @param retryAtMillis when it fits, {@link Long#MAX_VALUE} if never
     */
    record RateExceeded(int claim, RateLimitState state, long retryAtMillis) implements RateResult {}

    /**
     * Nothing was held because the store does not answer.
     *
     * @param reason for operators
     */
    record Unavailable(String reason) implements RateResult {}
}
