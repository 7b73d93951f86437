package io.github.licensing4j.core.limit.concurrency;

import io.github.licensing4j.ConcurrencyLimit;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.core.limit.LimitRefusal;
import io.github.licensing4j.core.limit.LimitRule;
import io.github.licensing4j.core.limit.LimitStore;
import io.github.licensing4j.core.limit.ReservationRequest;
import io.github.licensing4j.core.limit.RuleCharge;
import io.github.licensing4j.spi.ConcurrencyAccount;
import io.github.licensing4j.spi.ConcurrencyClaim;
import io.github.licensing4j.spi.ConcurrencyHold;
import io.github.licensing4j.spi.ConcurrencyResult.ConcurrencyExceeded;
import io.github.licensing4j.spi.ConcurrencyStore;
import io.github.licensing4j.spi.CounterId;

/**
 * Enforces one concurrency limit.
 *
 * @param claim the claim of every call
 * @param index the index of the claim among those of the plan
 */
public record ConcurrencyRule(ConcurrencyLimit limit, ConcurrencyClaim claim, int index)
        implements LimitRule<ConcurrencyAccount, ConcurrencyHold> {

    /**
     * Returns the rule of a limit.
     *
     * @param counter the name of its counter
     */
    public static ConcurrencyRule of(ConcurrencyLimit limit, String counter) {
        CounterId id = new CounterId(counter, null, limit.kind(), "");
        return new ConcurrencyRule(limit, new ConcurrencyClaim(id, limit.max()), 0);
    }

    /** Returns the store as the rules use it. */
    public static LimitStore<ConcurrencyAccount, ConcurrencyHold> in(ConcurrencyStore store) {
        return new LimitStore<>(
                ConcurrencyStore.class, store, ConcurrencyAccount.class, store::account, ConcurrencyReservation::of);
    }

    @Override
    public Class<?> store() {
        return ConcurrencyStore.class;
    }

    @Override
    public ConcurrencyRule charging(RuleCharge charge) {
        return new ConcurrencyRule(limit, claim, charge.claim());
    }

    @Override
    public LimitStatus held(ConcurrencyHold hold, ReservationRequest requested) {
        return status(hold.inFlight(index), hold.remaining(index, limit.max()));
    }

    @Override
    public LimitStatus status(ConcurrencyAccount account, ReservationRequest requested, long nowMillis) {
        return status(account.inFlight(claim.counter()), account.remaining(claim));
    }

    @Override
    public boolean wouldFit(ConcurrencyAccount account, ReservationRequest requested, long nowMillis) {
        return account.remaining(claim) > 0;
    }

    /** A call in flight may end at once, so that waiting is never required. */
    @Override
    public long fitsAt(ConcurrencyAccount account, ReservationRequest requested, long nowMillis) {
        return NOW;
    }

    LimitRefusal refusal(ConcurrencyExceeded exceeded) {
        return new LimitRefusal(RefusalCode.CONCURRENCY_EXCEEDED, status(exceeded.inFlight(), 0), NOW);
    }

    private LimitStatus status(int inFlight, int remaining) {
        return new LimitStatus(limit, inFlight, remaining, null);
    }
}
