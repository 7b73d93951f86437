package io.github.licensing4j.spi;

/** The result of entering a call: a {@link ConcurrencyHold} where every claim is held. */
public sealed interface ConcurrencyResult
        permits ConcurrencyHold, ConcurrencyResult.ConcurrencyExceeded, ConcurrencyResult.Unavailable {

    /**
     * Too many calls are in flight; the call is in flight under no counter.
     *
     * @param claim the index of the claim that does not fit
     * @param inFlight the calls in flight under its counter
     */
    record ConcurrencyExceeded(int claim, int inFlight) implements ConcurrencyResult {}

    /**
     * The store cannot decide; the call is in flight under no counter.
     *
     * @param reason for operators
     */
    record Unavailable(String reason) implements ConcurrencyResult {}
}
