package io.github.licensing4j.core.limit.rate;

import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.RateLimit;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.core.limit.LimitRefusal;
import io.github.licensing4j.core.limit.LimitRule;
import io.github.licensing4j.core.limit.LimitStore;
import io.github.licensing4j.core.limit.ReservationRequest;
import io.github.licensing4j.core.limit.RuleCharge;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.RateClaim;
import io.github.licensing4j.spi.RateHold;
import io.github.licensing4j.spi.RateLimitAccount;
import io.github.licensing4j.spi.RateLimitState;
import io.github.licensing4j.spi.RateLimitStore;
import io.github.licensing4j.spi.RateResult.RateExceeded;
import java.time.Instant;
import java.util.List;

/**
 * Enforces one rate limit.
 *
 * @param claim the claim of every call with the same charges
 * @param index the index of the claim among those of the plan
 */
public record RateRule(RateLimit limit, RateClaim claim, int index) implements LimitRule<RateLimitAccount, RateHold> {

    /**
     * Returns the rule of a limit.
     *
     * @param counter the name of its counter
     */
    public static RateRule of(RateLimit limit, String counter) {
        CounterId id = new CounterId(counter, limit.meter(), limit.kind(), "");
        return new RateRule(limit, new RateClaim(id, limit, 1), 0);
    }

    /** Returns the store as the rules use it. */
    public static LimitStore<RateLimitAccount, RateHold> in(RateLimitStore store) {
        return new LimitStore<>(
                RateLimitStore.class, store, RateLimitAccount.class, store::account, RateReservation::of);
    }

    @Override
    public Class<?> store() {
        return RateLimitStore.class;
    }

    @Override
    public RateRule charging(RuleCharge charge) {
        return new RateRule(limit, new RateClaim(claim.counter(), limit, charge.units()), charge.claim());
    }

    @Override
    public LimitStatus held(RateHold hold, ReservationRequest requested) {
        return status(hold.state(index));
    }

    @Override
    public LimitStatus status(RateLimitAccount account, ReservationRequest requested, long nowMillis) {
        return status(account.state(claim, nowMillis));
    }

    @Override
    public boolean wouldFit(RateLimitAccount account, ReservationRequest requested, long nowMillis) {
        return account.wouldFit(claim, nowMillis);
    }

    @Override
    public long fitsAt(RateLimitAccount account, ReservationRequest requested, long nowMillis) {
        long at = account.fitsAt(claim, nowMillis);
        return at <= nowMillis ? NOW : at;
    }

    LimitRefusal refusal(RateExceeded exceeded) {
        return new LimitRefusal(RefusalCode.RATE_LIMITED, status(exceeded.state()), exceeded.retryAtMillis());
    }

    private LimitStatus status(RateLimitState state) {
        return new LimitStatus(
                limit,
                Math.max(0, smallestBurst(limit) - state.remaining()),
                state.remaining(),
                Instant.ofEpochMilli(state.fullAtMillis()));
    }

    /** Returns the burst of the band that empties first. */
    private static long smallestBurst(RateLimit limit) {
        List<RateLimit.Band> bands = limit.bands();
        long smallest = bands.get(0).burst();
        for (int i = 1; i < bands.size(); i++) {
            smallest = Math.min(smallest, bands.get(i).burst());
        }
        return smallest;
    }
}
