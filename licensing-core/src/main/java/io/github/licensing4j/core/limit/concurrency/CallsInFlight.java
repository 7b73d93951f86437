package io.github.licensing4j.core.limit.concurrency;

import io.github.licensing4j.core.limit.counter.Counters;
import io.github.licensing4j.spi.ConcurrencyClaim;
import io.github.licensing4j.spi.ConcurrencyResult;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.HoldResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Enters calls under the concurrency counters among the counters of a license, and reads them. */
public final class CallsInFlight {
    /** The result of evicted counters: the call did not enter, and the counters of the license must be found again. */
    public static final ConcurrencyResult EVICTED = new HoldResult.Unavailable("evicted");

    private CallsInFlight() {}

    /** Enters a call under every claim, or under none. */
    public static ConcurrencyResult enter(Counters counters, List<ConcurrencyClaim> claims) {
        synchronized (counters) {
            if (counters.isEvicted()) {
                return EVICTED;
            }
            for (int i = 0; i < claims.size(); i++) {
                int inFlight = current(counters, claims.get(i).counter()).inFlight;
                if (!claims.get(i).fits(inFlight)) {
                    return new ConcurrencyResult.ConcurrencyExceeded(i, inFlight);
                }
            }
            CallInFlight hold = new CallInFlight(counters, claims);
            for (int i = 0; i < claims.size(); i++) {
                hold.see(i, ++current(counters, claims.get(i).counter()).inFlight);
            }
            counters.opened();
            return hold;
        }
    }

    static void leave(Counters counters, List<ConcurrencyClaim> claims) {
        synchronized (counters) {
            for (ConcurrencyClaim claim : claims) {
                current(counters, claim.counter()).inFlight--;
            }
            counters.closed();
        }
    }

    /**
     * Returns the calls in flight under a counter.
     *
     * @param counters null while the license has none
     */
    public static int inFlight(@Nullable Counters counters, CounterId id) {
        if (counters == null) {
            return 0;
        }
        synchronized (counters) {
            ConcurrencyCounter found = (ConcurrencyCounter) counters.find(id);
            return found == null ? 0 : found.inFlight;
        }
    }

    private static ConcurrencyCounter current(Counters counters, CounterId id) {
        ConcurrencyCounter found = (ConcurrencyCounter) counters.find(id);
        return found == null ? counters.add(new ConcurrencyCounter(id)) : found;
    }
}
