package io.github.licensing4j.core.limit;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.ConcurrencyAccount;
import io.github.licensing4j.spi.ConcurrencyStore;
import io.github.licensing4j.spi.QuotaAccount;
import io.github.licensing4j.spi.QuotaClaim;
import io.github.licensing4j.spi.QuotaStore;
import io.github.licensing4j.spi.RateLimitAccount;
import io.github.licensing4j.spi.RateLimitStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The counters of one license, one hop away, and what its calls last requested of them. */
public final class LimitAccount {
    private final QuotaAccount quotas;
    private final RateLimitAccount rates;
    private final ConcurrencyAccount concurrency;
    private volatile @Nullable ReservationRequest last;

    LimitAccount(LicenseId license, QuotaStore quotas, RateLimitStore rates, ConcurrencyStore concurrency) {
        QuotaAccount account = quotas.account(license);
        this.quotas = account;
        // A store that counts all of them is reached by one object.
        this.rates = quotas == rates && account instanceof RateLimitAccount same ? same : rates.account(license);
        this.concurrency = quotas == concurrency && account instanceof ConcurrencyAccount same
                ? same
                : concurrency.account(license);
    }

    QuotaAccount quotas() {
        return quotas;
    }

    RateLimitAccount rates() {
        return rates;
    }

    ConcurrencyAccount concurrency() {
        return concurrency;
    }

    /** Returns the request of a call, which is kept for the next call like it. */
    ReservationRequest request(LimitRequest request, ReservationTemplate reservationTemplate) {
        ReservationRequest before = last;
        if (before != null && before.isOf(request, reservationTemplate)) {
            return before;
        }
        ReservationRequest reservationRequest = probe(request, reservationTemplate);
        last = reservationRequest;
        return reservationRequest;
    }

    /** Returns the request of a call that is only looked at, which is not kept. */
    ReservationRequest probe(LimitRequest request, ReservationTemplate reservationTemplate) {
        ReservationRequest before = last;
        List<QuotaClaim> known =
                before != null && before.limitSubject().countsAs(request.limitSubject()) ? before.quotas() : List.of();
        return reservationTemplate.request(request, known);
    }
}
