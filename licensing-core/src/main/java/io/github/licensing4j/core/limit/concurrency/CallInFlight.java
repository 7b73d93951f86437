package io.github.licensing4j.core.limit.concurrency;

import io.github.licensing4j.core.limit.counter.Counters;
import io.github.licensing4j.spi.ConcurrencyClaim;
import io.github.licensing4j.spi.ConcurrencyHold;
import java.util.List;

/** One call in flight, with the calls in flight right after it entered. */
final class CallInFlight implements ConcurrencyHold {
    private final Counters counters;
    private final List<ConcurrencyClaim> claims;
    private final int[] seen;

    CallInFlight(Counters counters, List<ConcurrencyClaim> claims) {
        this.counters = counters;
        this.claims = claims;
        this.seen = new int[claims.size()];
    }

    void see(int claim, int inFlight) {
        seen[claim] = inFlight;
    }

    @Override
    public int inFlight(int claim) {
        return seen[claim];
    }

    @Override
    public int remaining(int claim, int max) {
        return Math.max(0, Math.min(max, claims.get(claim).max()) - seen[claim]);
    }

    @Override
    public void release() {
        CallsInFlight.leave(counters, claims);
    }
}
