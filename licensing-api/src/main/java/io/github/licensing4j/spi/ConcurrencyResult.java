package io.github.licensing4j.spi;

/** The result of entering a call: a {@link ConcurrencyHold} if every claim is held. */
public sealed interface ConcurrencyResult extends HoldResult
        permits ConcurrencyHold, ConcurrencyResult.ConcurrencyExceeded, HoldResult.Unavailable {

    /**
     * Too many calls are in flight; the call is in flight under no counter.
     *
     * @param claim the index of the claim that does not fit
     * @param inFlight the calls in flight under its counter
     */
    record ConcurrencyExceeded(int claim, int inFlight) implements ConcurrencyResult {}
}
