package io.github.licensing4j.spi;

/** What came of taking permits and entering a call: a {@link RateHold} where everything was taken. */
public sealed interface RateResult
        permits RateHold, RateResult.ConcurrencyExceeded, RateResult.RateExceeded, RateResult.Unavailable {

    /**
     * Nothing was taken because too many calls are in flight.
     *
     * @param claim the index of the concurrency claim that does not fit
     * @param inFlight what its counter stands at
     */
    record ConcurrencyExceeded(int claim, int inFlight) implements RateResult {}

    /**
     * Nothing was taken because a bucket is too empty.
     *
     * @param claim the index of the rate claim that does not fit
     * @param state how its buckets stand
     * @param retryAtMillis when it fits, {@link Long#MAX_VALUE} if never
     */
    record RateExceeded(int claim, RateLimitState state, long retryAtMillis) implements RateResult {}

    /**
     * Nothing was taken because the store cannot say.
     *
     * @param reason for operators
     */
    record Unavailable(String reason) implements RateResult {}
}
