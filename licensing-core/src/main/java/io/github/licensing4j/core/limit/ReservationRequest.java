package io.github.licensing4j.core.limit;

import io.github.licensing4j.spi.CounterId.Scope;
import io.github.licensing4j.spi.CreditsClaim;
import io.github.licensing4j.spi.QuotaClaim;
import io.github.licensing4j.spi.QuotaWindow;
import java.util.List;

/**
 * What calls with the same charges ask of the counters of one license, while the same periods run and the same grants are
 * in force.
 *
 * <p>The bounds stand here and not only in the claims, so that a call touches as few objects as it can.
 *
 * @param windows the periods of the quotas, in their order
 * @param fromMillis the first epoch millisecond at which it may be asked
 * @param untilMillis the first one at which it may no longer
 */
record ReservationRequest(
        LimitSubject limitSubject,
        ReservationTemplate reservationTemplate,
        List<QuotaClaim> quotas,
        List<CreditsClaim> credits,
        List<QuotaWindow> windows,
        long fromMillis,
        long untilMillis) {

    boolean isOf(LimitRequest request, ReservationTemplate others) {
        return reservationTemplate == others
                && fromMillis <= request.nowMillis()
                && request.nowMillis() < untilMillis
                && limitSubject.countsAs(request.limitSubject());
    }

    /** When the period of a quota ends, in epoch milliseconds: at the latest where all periods of the license begin anew. */
    long endMillis(int quota) {
        QuotaClaim claim = quotas.get(quota);
        long end = claim.window().endMillis();
        return claim.counter().scope() == Scope.CUSTOMER ? end : Math.min(end, limitSubject.freshMillis());
    }

    boolean isEmpty() {
        return quotas.isEmpty() && credits.isEmpty();
    }
}
