package io.github.licensing4j.spi;

import java.util.List;

/** The calls in flight of one license. Safe for use by many threads. */
public interface ConcurrencyAccount {

    /**
     * Enters a call under every claim, or under none. The list is kept until the call leaves, so it must not change.
     *
     * @param claims at most one a counter
     */
    ConcurrencyResult enter(List<ConcurrencyClaim> claims, long nowMillis);

    /** Returns the calls in flight under a counter. Takes nothing. */
    int inFlight(CounterId counter);

    /** Returns how many more calls can enter now; fewer than are left under the maximum where this node enforces a share of it. */
    default int remaining(ConcurrencyClaim claim) {
        return Math.max(0, claim.max() - inFlight(claim.counter()));
    }
}
