package io.github.licensing4j.core.limit;

import io.github.licensing4j.spi.CreditsClaim;
import io.github.licensing4j.spi.QuotaClaim;
import java.util.ArrayList;
import java.util.List;

/** Collects the claims of one license that depend on its periods and grants, and the time in which they are the same. */
public final class ReservationRequestBuilder {
    private final LimitRequest request;
    private final List<QuotaClaim> before;
    private final List<QuotaClaim> quotas = new ArrayList<>();
    private final List<CreditsClaim> credits = new ArrayList<>();
    private long fromMillis = Long.MIN_VALUE;
    private long untilMillis = Long.MAX_VALUE;

    /** @param before claims of the same license, whose periods are taken where they are the same and still run */
    ReservationRequestBuilder(LimitRequest request, List<QuotaClaim> before) {
        this.request = request;
        this.before = before;
    }

    /** Returns the call that the claims are of. */
    public LimitRequest request() {
        return request;
    }

    /** Returns earlier claims of the same license. */
    public List<QuotaClaim> before() {
        return before;
    }

    /** Adds a quota, for as long as its period runs. */
    public void add(QuotaClaim claim) {
        quotas.add(claim);
        within(claim.window().startMillis(), claim.window().endMillis());
    }

    /**
     * Adds credits.
     *
     * @param from the first epoch millisecond at which the same grants are in force
     * @param until the first one at which they no longer are
     */
    public void add(CreditsClaim claim, long from, long until) {
        credits.add(claim);
        within(from, until);
    }

    private void within(long from, long until) {
        fromMillis = Math.max(fromMillis, from);
        untilMillis = Math.min(untilMillis, until);
    }

    ReservationRequest request(ReservationTemplate template) {
        return new ReservationRequest(
                request.limitSubject(),
                template,
                template.shared(quotas),
                List.copyOf(credits),
                fromMillis,
                untilMillis);
    }
}
