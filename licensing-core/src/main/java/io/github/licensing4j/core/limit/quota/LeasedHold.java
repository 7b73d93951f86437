package io.github.licensing4j.core.limit.quota;

import io.github.licensing4j.OutageStatus;
import io.github.licensing4j.core.limit.Units;
import io.github.licensing4j.core.limit.credits.CreditHold;
import io.github.licensing4j.core.limit.credits.CreditPool;
import io.github.licensing4j.core.limit.lease.NodeLeases;
import io.github.licensing4j.core.limit.lease.Slice;
import io.github.licensing4j.spi.CreditsClaim;
import io.github.licensing4j.spi.HoldResult;
import io.github.licensing4j.spi.QuotaClaim;
import io.github.licensing4j.spi.QuotaResult;
import org.jspecify.annotations.Nullable;

/**
 * Holds units of what this node has leased of quotas and credits that nodes share, and follows their outage policies while the store
 * does not answer. The locks of the counters are held.
 */
final class LeasedHold {
    /** The result while the store does not answer and no policy grants the call: nothing was taken. */
    private static final QuotaResult AWAY = new HoldResult.Unavailable(
            "the license store has not answered, and this node may not count the call into what it has leased");

    private LeasedHold() {}

    /** Holds the units of a quota claim. Returns null if they are held. */
    static @Nullable QuotaResult quota(CountHold hold, int index, PeriodCounter counter, long nowMillis) {
        if (hold.leases().isAway()) {
            return quotaWhileAway(hold, index, counter, nowMillis);
        }
        QuotaClaim claim = hold.quotas().get(index);
        Slice slice = counter.slice;
        if (slice == null || !isCurrent(claim, counter, slice)) {
            return CounterLevels.NOT_LOADED;
        }
        if (!claim.fits(counter.used(), slice.carried())) {
            return new QuotaResult.Exhausted(index, counter.used(), slice.carried());
        }
        if (!slice.has(claim)) {
            return slice.isExhausted(claim, nowMillis) ? exhausted(index, counter, slice) : CounterLevels.NOT_LOADED;
        }
        counter.hold(claim, nowMillis);
        hold.hold(index, counter, slice.carried());
        hold.low(claim.ceiling() - counter.used() > -slice.carried() && slice.takeAhead(nowMillis));
        return null;
    }

    /** A call that the policy grants beyond the slice makes its budget negative; the next lease restores it first. */
    private static @Nullable QuotaResult quotaWhileAway(
            CountHold hold, int index, PeriodCounter counter, long nowMillis) {
        QuotaClaim claim = hold.quotas().get(index);
        NodeLeases leases = hold.leases();
        Slice slice = counter.slice;
        if (leases.refuses(OutageStatus.Kind.QUOTA)) {
            return AWAY;
        }
        if (slice == null) {
            return CounterLevels.NOT_LOADED;
        }
        if (!claim.fits(counter.used(), slice.carried())) {
            return new QuotaResult.Exhausted(index, counter.used(), slice.carried());
        }
        if (!isCurrent(claim, counter, slice) || !slice.has(claim)) {
            if (slice.isExhausted(claim, nowMillis)) {
                return exhausted(index, counter, slice);
            }
            if (!leases.grantsBeyond(OutageStatus.Kind.QUOTA)) {
                return AWAY;
            }
            leases.grantedBeyond(OutageStatus.Kind.QUOTA, beyond(claim.units(), slice.budget()));
        }
        counter.hold(claim, nowMillis);
        hold.hold(index, counter, slice.carried());
        return null;
    }

    private static boolean isCurrent(QuotaClaim claim, PeriodCounter counter, Slice slice) {
        return !slice.isOutdated() && counter.includes(CounterLevels.start(claim, claim.window()));
    }

    private static QuotaResult exhausted(int index, PeriodCounter counter, Slice slice) {
        return new QuotaResult.Exhausted(index, Units.sum(counter.used(), slice.others()), slice.carried());
    }

    private static long beyond(long units, long available) {
        return Math.max(0, units - Math.max(0, available));
    }

    /** Holds the units of a credits claim while the store does not answer. Returns null if they are held. */
    static @Nullable QuotaResult creditsWhileAway(CountHold hold, int index, CreditsClaim claim, CreditPool pool) {
        NodeLeases leases = hold.leases();
        if (leases.refuses(OutageStatus.Kind.CREDITS)) {
            return AWAY;
        }
        if (!claim.fits(pool.balance())) {
            return new QuotaResult.CreditsExhausted(index, pool.used(), pool.balance());
        }
        if (pool.isOutdated() || pool.available() < Math.max(1, claim.units())) {
            if (!leases.grantsBeyond(OutageStatus.Kind.CREDITS)) {
                return AWAY;
            }
            leases.grantedBeyond(OutageStatus.Kind.CREDITS, beyond(claim.units(), pool.available()));
        }
        hold.hold(index, new CreditHold(pool, claim.units()));
        return null;
    }
}
