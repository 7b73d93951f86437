package io.github.licensing4j.core.limit;

import io.github.licensing4j.QuotaLimit.Scope;
import io.github.licensing4j.core.limit.ReservationTemplate.QuotaClaims;
import io.github.licensing4j.spi.CreditsClaim;
import io.github.licensing4j.spi.QuotaClaim;
import io.github.licensing4j.spi.QuotaWindow;
import java.util.List;

/**
 * The claims of calls with the same charges on the counters of one license, while the same periods run and the same grants
 * are in force. Claims that are the same for every license are in the {@link StoreReservation}s of the template.
 *
 * <p>The bounds are here and not only in the claims, so that a call touches as few objects as possible.
 */
public final class ReservationRequest {
    private final LimitSubject limitSubject;
    private final ReservationTemplate template;
    private final List<QuotaClaim> quotas;
    private final List<CreditsClaim> credits;
    private final List<QuotaWindow> windows;
    private final long freshMillis;
    private final long fromMillis;
    private final long untilMillis;

    /**
     * @param fromMillis the first epoch millisecond at which it may be requested
     * @param untilMillis the first one at which it may no longer
     */
    ReservationRequest(
            LimitSubject limitSubject,
            ReservationTemplate template,
            QuotaClaims quotas,
            List<CreditsClaim> credits,
            long fromMillis,
            long untilMillis) {
        this.limitSubject = limitSubject;
        this.template = template;
        this.quotas = quotas.claims();
        this.credits = credits;
        this.windows = quotas.windows();
        this.freshMillis = limitSubject.freshMillis();
        this.fromMillis = fromMillis;
        this.untilMillis = untilMillis;
    }

    boolean isOf(LimitRequest request) {
        return template.isOf(request)
                && fromMillis <= request.nowMillis()
                && request.nowMillis() < untilMillis
                && limitSubject.countsAs(request.limitSubject());
    }

    /** Returns the license, its grants, and the key and user of the call. */
    public LimitSubject limitSubject() {
        return limitSubject;
    }

    ReservationTemplate template() {
        return template;
    }

    /** Returns the claims on quotas, in the order of the limits. */
    public List<QuotaClaim> quotas() {
        return quotas;
    }

    /** Returns the claims on credits, in the order of the limits. */
    public List<CreditsClaim> credits() {
        return credits;
    }

    /** Returns the periods of the quotas, in their order. */
    List<QuotaWindow> windows() {
        return windows;
    }

    /**
     * Returns the end of the period of a quota, in epoch milliseconds: at the latest the instant at which all periods of the
     * license begin anew.
     */
    public long endMillis(int quota) {
        QuotaClaim claim = quotas.get(quota);
        long end = claim.window().endMillis();
        return claim.counter().scope() == Scope.CUSTOMER ? end : Math.min(end, freshMillis);
    }
}
