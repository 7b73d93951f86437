package io.github.licensing4j.core.limit.quota;

import io.github.licensing4j.License;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.QuotaLimit.Scope;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.core.catalog.CounterNaming;
import io.github.licensing4j.core.catalog.LimitStart;
import io.github.licensing4j.core.limit.LimitRefusal;
import io.github.licensing4j.core.limit.LimitRule;
import io.github.licensing4j.core.limit.LimitStore;
import io.github.licensing4j.core.limit.LimitSubject;
import io.github.licensing4j.core.limit.Periods;
import io.github.licensing4j.core.limit.Proration;
import io.github.licensing4j.core.limit.ReservationRequest;
import io.github.licensing4j.core.limit.ReservationRequestBuilder;
import io.github.licensing4j.core.limit.RuleCharge;
import io.github.licensing4j.core.limit.UsageOutsideCalls;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.CounterStart;
import io.github.licensing4j.spi.QuotaAccount;
import io.github.licensing4j.spi.QuotaClaim;
import io.github.licensing4j.spi.QuotaClaim.Carry;
import io.github.licensing4j.spi.QuotaHold;
import io.github.licensing4j.spi.QuotaResult.Exhausted;
import io.github.licensing4j.spi.QuotaStore;
import io.github.licensing4j.spi.QuotaWindow;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Enforces one quota.
 *
 * @param counter the counter, without a subject
 * @param amountBefore the amount of the previous period, from which its unused units are carried
 * @param start when the counter replaced another one, null if it never did
 * @param charge the claim of every call with the same charges
 */
public record QuotaRule(
        QuotaLimit limit,
        CounterId counter,
        long amountBefore,
        @Nullable LimitStart start,
        RuleCharge charge) implements LimitRule<QuotaAccount, QuotaHold> {

    /**
     * Returns the rule of a limit.
     *
     * @param naming names the counter
     */
    public static QuotaRule of(QuotaLimit limit, Proration amounts, CounterNaming naming) {
        long before = amounts.amountsBefore().getOrDefault(limit.name(), limit.amount());
        CounterId counter = CounterId.ofQuota(limit, naming.counterName(limit));
        return new QuotaRule(limit, counter, before, naming.start(limit), RuleCharge.NONE);
    }

    /** Returns the store as the rules of quotas and credits use it. */
    public static LimitStore<QuotaAccount, QuotaHold> in(QuotaStore store) {
        return new LimitStore<>(QuotaStore.class, store, QuotaAccount.class, store::account, UnitReservation::of);
    }

    @Override
    public Class<?> store() {
        return QuotaStore.class;
    }

    @Override
    public QuotaRule charging(RuleCharge other) {
        return new QuotaRule(limit, counter, amountBefore, start, other);
    }

    @Override
    public void claim(ReservationRequestBuilder claims) {
        LimitSubject limitSubject = claims.request().limitSubject();
        CounterId own = counterOf(limitSubject);
        for (QuotaClaim claim : claims.before()) {
            if (claim.counter().equals(own)
                    && claim.window().contains(claims.request().nowMillis())) {
                claims.add(claim(own, claim.window(), limitSubject));
                return;
            }
        }
        QuotaWindow window = period(limitSubject.license(), claims.request().nowMillis());
        claims.add(claim(own, window, limitSubject));
    }

    private QuotaClaim claim(CounterId own, QuotaWindow window, LimitSubject limitSubject) {
        Carry carry = carry(window, limitSubject);
        QuotaWindow first = carry == null ? window : carry.from();
        return new QuotaClaim(
                own, window, limit.ceiling(), charge.units(), carry, startAfter(first, window, limitSubject));
    }

    /** Returns the counter of the license, customer, key or user of a call. */
    private CounterId counterOf(LimitSubject limitSubject) {
        return limit.of() == Scope.LICENSE
                ? counter
                : new CounterId(
                        counter.limit(),
                        counter.meter(),
                        counter.kind(),
                        counter.per(),
                        counter.scope(),
                        limitSubject.subject(limit.of()));
    }

    /**
     * Returns the start of a counter that started after a window began, which determines what was used in the window before it.
     * Before the anchor there are only whole periods.
     */
    private @Nullable CounterStart startAfter(QuotaWindow first, QuotaWindow window, LimitSubject limitSubject) {
        if (start == null || start.at().toEpochMilli() < first.startMillis()) {
            return null;
        }
        long anchor = limitSubject.license().anchor().toEpochMilli();
        boolean isAnchored = limit.of() != Scope.CUSTOMER && anchor <= window.startMillis();
        return new CounterStart(start.at().toEpochMilli(), start.sameUse(), isAnchored ? anchor : Long.MIN_VALUE);
    }

    /** Returns what is carried into a period, null if nothing can be: nothing is carried from before the license began. */
    @Nullable
    Carry carry(QuotaWindow window, LimitSubject limitSubject) {
        QuotaLimit.Rollover rollover = limit.rollover();
        if (rollover == null || rollover.max() == 0 || window.startMillis() <= limitSubject.beganMillis()) {
            return null;
        }
        QuotaWindow from = period(limitSubject.license(), window.startMillis() - 1);
        return new Carry(from, amountBefore, rollover.max());
    }

    private QuotaWindow period(License license, long atMillis) {
        return Periods.of(limit, license, atMillis);
    }

    @Override
    public LimitStatus held(QuotaHold hold, ReservationRequest requested) {
        int index = charge.claim();
        return status(hold.used(index), hold.carried(index), requested);
    }

    @Override
    public LimitStatus status(QuotaAccount account, ReservationRequest requested, long nowMillis) {
        QuotaClaim claim = claim(requested);
        return status(account.used(claim), carried(account, claim), requested);
    }

    @Override
    public boolean wouldFit(QuotaAccount account, ReservationRequest requested, long nowMillis) {
        QuotaClaim claim = claim(requested);
        return claim.fits(account.used(claim), carried(account, claim));
    }

    @Override
    public long fitsAt(QuotaAccount account, ReservationRequest requested, long nowMillis) {
        return wouldFit(account, requested, nowMillis) ? NOW : nextFit(requested);
    }

    /** Returns the end of the period; a call that costs more than the ceiling of a whole period never fits. */
    private long nextFit(ReservationRequest requested) {
        return claim(requested).fits(0) ? requested.endMillis(charge.claim()) : NEVER;
    }

    LimitRefusal refusal(Exhausted exhausted, ReservationRequest requested) {
        LimitStatus status = status(exhausted.used(), exhausted.carried(), requested);
        return new LimitRefusal(RefusalCode.QUOTA_EXHAUSTED, status, nextFit(requested));
    }

    private QuotaClaim claim(ReservationRequest requested) {
        return requested.quotas().get(charge.claim());
    }

    private static long carried(QuotaAccount account, QuotaClaim claim) {
        Carry carry = claim.carry();
        return carry == null
                ? 0
                : carry.units(account.used(new QuotaClaim(claim.counter(), carry.from(), 0, 0, null, claim.start())));
    }

    private LimitStatus status(long used, long carried, ReservationRequest requested) {
        Instant end = Instant.ofEpochMilli(requested.endMillis(charge.claim()));
        return new LimitStatus(limit, used, Math.max(0, limit.ceiling() + carried - used), end, carried);
    }

    @Override
    public List<String> notices(LimitStatus status) {
        return QuotaLevels.notices(limit, status.used(), status.carried());
    }

    @Override
    public boolean counts(Scope scope) {
        return limit.of() == scope;
    }

    @Override
    public List<CounterIncrement> increments(LimitSubject limitSubject, UsageOutsideCalls usage) {
        License license = limitSubject.license();
        return List.of(CounterIncrement.of(
                license.id(), counterOf(limitSubject), period(license, usage.atMillis()), usage.units()));
    }
}
