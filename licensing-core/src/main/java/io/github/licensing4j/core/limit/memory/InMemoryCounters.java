package io.github.licensing4j.core.limit.memory;

import io.github.licensing4j.Health;
import io.github.licensing4j.Health.Status;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.core.limit.counter.CounterMemory;
import io.github.licensing4j.core.limit.counter.InitialCounts;
import io.github.licensing4j.core.limit.lease.NodeLeases;
import io.github.licensing4j.core.limit.rate.RateBuckets;
import io.github.licensing4j.spi.ConcurrencyStore;
import io.github.licensing4j.spi.QuotaStore;
import io.github.licensing4j.spi.RateLimitStore;
import java.util.function.Predicate;

/**
 * Counts quotas, credits, rates and calls in flight in the memory of the process. All counters of a license are reached in one
 * hop.
 */
public final class InMemoryCounters implements QuotaStore, RateLimitStore, ConcurrencyStore {
    /** For how long health shows that a license without a record got no counters. */
    private static final long PLACE_REFUSED_MILLIS = 60_000;

    private final CounterMemory memory;
    private final RateBuckets buckets = new RateBuckets();

    /**
     * Counters that begin with nothing counted.
     *
     * @param maxLicenses how many licenses may have counters at once; 1 or more
     */
    public InMemoryCounters(int maxLicenses) {
        this(maxLicenses, InitialCounts.none(), license -> false);
    }

    /** Counters of a node that counts alone, which begin with what a ledger has. */
    public InMemoryCounters(int maxLicenses, InitialCounts initialCounts, Predicate<LicenseId> stored) {
        this(maxLicenses, initialCounts, stored, NodeLeases.none());
    }

    /**
     * Counters that begin with what a ledger has.
     *
     * @param maxLicenses how many licenses may have counters at once; 1 or more. Stored ones get a place beyond it where no
     *     others can be evicted
     * @param initialCounts what was counted before
     * @param stored whether a license has a record
     * @param leases what this node has leased of quotas that nodes share
     */
    public InMemoryCounters(
            int maxLicenses, InitialCounts initialCounts, Predicate<LicenseId> stored, NodeLeases leases) {
        this.memory = new CounterMemory(maxLicenses, initialCounts, stored, leases);
    }

    @Override
    public InMemoryAccount account(LicenseId license) {
        return new InMemoryAccount(memory, buckets, license);
    }

    /** Returns the number of licenses that have counters. */
    public int size() {
        return memory.size();
    }

    /** Returns the maximum of licenses that may have counters at once. */
    public int maxLicenses() {
        return memory.maxLicenses();
    }

    /**
     * Returns the instant at which a license last found no room for its counters, in epoch milliseconds; {@link
     * Long#MIN_VALUE} if none ever did.
     */
    public long refusedMillis() {
        return memory.refusedMillis();
    }

    /** Returns whether there is a place for the counters of each license. */
    public Health.Component health(long nowMillis) {
        long refused = refusedMillis();
        boolean isLately = refused != Long.MIN_VALUE && nowMillis - refused < PLACE_REFUSED_MILLIS;
        return new Health.Component(
                "limits",
                isLately ? Status.DEGRADED : Status.UP,
                size() + " of at most " + maxLicenses() + " licenses have counters"
                        + (isLately
                                ? "; a license without a record found no place " + (nowMillis - refused) + " ms ago"
                                : ""));
    }
}
