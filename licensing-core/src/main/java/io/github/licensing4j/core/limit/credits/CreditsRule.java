package io.github.licensing4j.core.limit.credits;

import io.github.licensing4j.CreditsLimit;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.core.limit.LimitRefusal;
import io.github.licensing4j.core.limit.LimitRule;
import io.github.licensing4j.core.limit.LimitSubject;
import io.github.licensing4j.core.limit.ReservationRequest;
import io.github.licensing4j.core.limit.ReservationRequestBuilder;
import io.github.licensing4j.core.limit.RuleCharge;
import io.github.licensing4j.core.limit.Units;
import io.github.licensing4j.core.limit.UsageOutsideCalls;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.CreditGrant;
import io.github.licensing4j.spi.CreditsClaim;
import io.github.licensing4j.spi.QuotaAccount;
import io.github.licensing4j.spi.QuotaHold;
import io.github.licensing4j.spi.QuotaResult.CreditsExhausted;
import io.github.licensing4j.spi.QuotaStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Enforces one credits limit.
 *
 * @param name the name of its counters and grants
 * @param charge the claim of every call with the same charges
 */
public record CreditsRule(CreditsLimit limit, String name, RuleCharge charge)
        implements LimitRule<QuotaAccount, QuotaHold> {

    /**
     * Returns the rule of a limit.
     *
     * @param name the name of its counters and grants
     */
    public static CreditsRule of(CreditsLimit limit, String name) {
        return new CreditsRule(limit, name, RuleCharge.NONE);
    }

    @Override
    public Class<?> store() {
        return QuotaStore.class;
    }

    @Override
    public CreditsRule charging(RuleCharge other) {
        return new CreditsRule(limit, name, other);
    }

    @Override
    public void claim(ReservationRequestBuilder claims) {
        LimitSubject limitSubject = claims.request().limitSubject();
        long nowMillis = claims.request().nowMillis();
        List<CreditsClaim.Grant> grants = new ArrayList<>();
        grants(limitSubject)
                .filter(grant -> Credits.holds(grant, nowMillis))
                .map(grant -> new CreditsClaim.Grant(counterOf(grant), grant.amount(), Credits.expiresMillis(grant)))
                .forEach(grants::add);
        claims.add(
                new CreditsClaim(grants, charge.units()),
                Credits.since(limitSubject.grants(), nowMillis),
                Credits.until(limitSubject.grants(), nowMillis));
    }

    private Stream<CreditGrant> grants(LimitSubject limitSubject) {
        return limitSubject.grants().stream().filter(grant -> grant.limit().equals(name));
    }

    /** Returns the counter of the consumed units of a grant. */
    private CounterId counterOf(CreditGrant grant) {
        return new CounterId(name, limit.meter(), limit.kind(), grant.id());
    }

    @Override
    public LimitStatus held(QuotaHold hold, ReservationRequest requested) {
        return status(hold.consumed(charge.claim()), hold.balance(charge.claim()), requested);
    }

    @Override
    public LimitStatus status(QuotaAccount account, ReservationRequest requested, long nowMillis) {
        long consumed = 0;
        for (CreditsClaim.Grant grant : claim(requested).grants()) {
            consumed = Units.sum(consumed, account.used(grant.counter(), CreditsClaim.EVER));
        }
        return status(consumed, balance(account, requested), requested);
    }

    private long balance(QuotaAccount account, ReservationRequest requested) {
        long balance = 0;
        for (CreditsClaim.Grant grant : claim(requested).grants()) {
            balance = Units.sum(balance, grant.amount() - account.used(grant.counter(), CreditsClaim.EVER));
        }
        return balance;
    }

    /** A license that comes to a credits limit it never had begins with the limit's initial balance. */
    @Override
    public boolean wouldFit(QuotaAccount account, ReservationRequest requested, long nowMillis) {
        boolean isNew = grants(requested.limitSubject()).findAny().isEmpty();
        return claim(requested).fits(isNew ? limit.initial() : balance(account, requested));
    }

    @Override
    public long fitsAt(QuotaAccount account, ReservationRequest requested, long nowMillis) {
        return claim(requested).fits(balance(account, requested)) ? NOW : NEVER;
    }

    /** Describes the refusal of a call by this limit. */
    public LimitRefusal refusal(CreditsExhausted exhausted, ReservationRequest requested) {
        LimitStatus status = status(exhausted.used(), exhausted.balance(), requested);
        return new LimitRefusal(RefusalCode.CREDITS_EXHAUSTED, status, NEVER);
    }

    private CreditsClaim claim(ReservationRequest requested) {
        return requested.credits().get(charge.claim());
    }

    /** The remaining units decrease as soon as a grant expires. */
    private LimitStatus status(long consumed, long balance, ReservationRequest requested) {
        long expires = Long.MAX_VALUE;
        for (CreditsClaim.Grant grant : claim(requested).grants()) {
            expires = Math.min(expires, grant.expiresMillis());
        }
        Instant resetsAt = expires == Long.MAX_VALUE ? null : Instant.ofEpochMilli(expires);
        return new LimitStatus(limit, consumed, Math.max(0, balance), resetsAt);
    }

    @Override
    public List<CounterIncrement> increments(LimitSubject limitSubject, UsageOutsideCalls usage) {
        return grants(limitSubject)
                .map(grant -> CounterIncrement.of(
                        limitSubject.license().id(), counterOf(grant), CreditsClaim.EVER, usage.units()))
                .toList();
    }
}
