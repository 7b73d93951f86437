package io.github.licensing4j.core.limit.rate;

import io.github.licensing4j.core.bucket.BucketConfigurations;
import io.github.licensing4j.core.limit.counter.Counters;
import io.github.licensing4j.spi.HoldResult;
import io.github.licensing4j.spi.RateClaim;
import io.github.licensing4j.spi.RateLimitState;
import io.github.licensing4j.spi.RateResult;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Takes permits from the buckets among the counters of a license, and reads them. Safe for use by many threads. */
public final class RateBuckets {
    /** The result of evicted counters: nothing was taken, and the counters of the license must be found again. */
    public static final RateResult EVICTED = new HoldResult.Unavailable("evicted");

    private final BucketConfigurations configurations = new BucketConfigurations();

    /**
     * Takes the permits of every claim, or of none. Taken permits need no open hold: counters are evicted only once every
     * bucket is full, and a full one loses nothing.
     */
    public RateResult take(Counters counters, List<RateClaim> claims, long nowMillis) {
        synchronized (counters) {
            if (counters.isEvicted()) {
                return EVICTED;
            }
            for (int i = 0; i < claims.size(); i++) {
                long needed = claims.get(i).needed();
                RateCounter rate = current(counters, claims.get(i), nowMillis);
                if (!rate.fits(needed)) {
                    return new RateResult.RateExceeded(i, rate.state(nowMillis), rate.fitsAt(needed, nowMillis));
                }
            }
            PermitHold hold = new PermitHold(counters, claims);
            for (int i = 0; i < claims.size(); i++) {
                RateCounter rate = known(counters, claims.get(i));
                rate.consume(claims.get(i).permits());
                hold.see(i, rate.remaining(), rate.fullAt(nowMillis));
            }
            return hold;
        }
    }

    /** Puts permits back that were taken from these counters. */
    static void putBack(Counters counters, List<RateClaim> claims) {
        synchronized (counters) {
            for (RateClaim claim : claims) {
                known(counters, claim).putBack(claim.permits());
            }
        }
    }

    /**
     * Returns the state of the buckets of a claim.
     *
     * @param counters null while the license has none
     */
    public RateLimitState state(@Nullable Counters counters, RateClaim claim, long nowMillis) {
        if (counters == null) {
            return unused(claim, nowMillis).state(nowMillis);
        }
        synchronized (counters) {
            return current(counters, claim, nowMillis).state(nowMillis);
        }
    }

    /**
     * Returns the first epoch millisecond at which a claim fits, {@link Long#MAX_VALUE} if it never does.
     *
     * @param counters null while the license has none
     */
    public long fitsAt(@Nullable Counters counters, RateClaim claim, long nowMillis) {
        if (counters == null) {
            return unused(claim, nowMillis).fitsAt(claim.needed(), nowMillis);
        }
        synchronized (counters) {
            return current(counters, claim, nowMillis).fitsAt(claim.needed(), nowMillis);
        }
    }

    /**
     * Returns whether a claim would fit if its bands replaced those of the bucket.
     *
     * @param counters null while the license has none
     */
    public boolean wouldFit(@Nullable Counters counters, RateClaim claim, long nowMillis) {
        if (counters == null) {
            return RateCounter.fitsWhole(claim.limit(), claim.needed());
        }
        synchronized (counters) {
            RateCounter found = (RateCounter) counters.find(claim.counter());
            return found == null
                    ? RateCounter.fitsWhole(claim.limit(), claim.needed())
                    : found.wouldFit(claim.limit(), claim.needed(), nowMillis);
        }
    }

    private RateCounter unused(RateClaim claim, long nowMillis) {
        return new RateCounter(claim, configurations, nowMillis);
    }

    private RateCounter current(Counters counters, RateClaim claim, long nowMillis) {
        RateCounter found = (RateCounter) counters.find(claim.counter());
        if (found == null) {
            return counters.add(unused(claim, nowMillis));
        }
        found.advance(claim.limit(), configurations, nowMillis);
        return found;
    }

    private static RateCounter known(Counters counters, RateClaim claim) {
        return (RateCounter) Objects.requireNonNull(counters.find(claim.counter()), "no bucket of this limit");
    }
}
