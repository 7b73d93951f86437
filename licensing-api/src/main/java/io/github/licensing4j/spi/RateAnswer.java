package io.github.licensing4j.spi;

/** What came of taking permits and entering a call: a {@link RateHold} where everything was taken. */
public sealed interface RateAnswer permits RateHold, RateAnswer.Crowded, RateAnswer.TooFast, RateAnswer.Unavailable {

    /**
     * Nothing was taken because too many calls are in flight.
     *
     * @param claim the index of the concurrency claim that does not fit
     * @param inFlight what its counter stands at
     */
    record Crowded(int claim, int inFlight) implements RateAnswer {}

    /**
     * Nothing was taken because a bucket is too empty.
     *
     * @param claim the index of the rate claim that does not fit
     * @param standing how its buckets stand
     * @param retryAtMillis when it fits, {@link Long#MAX_VALUE} if never
     */
    record TooFast(int claim, RateStanding standing, long retryAtMillis) implements RateAnswer {}

    /**
     * Nothing was taken because the store cannot say.
     *
     * @param reason for operators
     */
    record Unavailable(String reason) implements RateAnswer {}
}
