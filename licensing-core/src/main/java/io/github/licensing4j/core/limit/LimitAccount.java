package io.github.licensing4j.core.limit;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.QuotaAccount;
import io.github.licensing4j.spi.QuotaClaim;
import io.github.licensing4j.spi.QuotaStore;
import io.github.licensing4j.spi.RateLimitAccount;
import io.github.licensing4j.spi.RateLimitStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The counters of one license, one hop away, and what its calls asked of them last. */
public final class LimitAccount {
    private final QuotaAccount quotas;
    private final RateLimitAccount rates;
    private volatile @Nullable ReservationRequest last;

    LimitAccount(LicenseId license, QuotaStore quotas, RateLimitStore rates) {
        QuotaAccount account = quotas.account(license);
        this.quotas = account;
        // A store that counts both is reached by one object.
        this.rates = quotas == rates && account instanceof RateLimitAccount both ? both : rates.account(license);
    }

    QuotaAccount quotas() {
        return quotas;
    }

    RateLimitAccount rates() {
        return rates;
    }

    /** What a call asks, remembered for the next one like it. */
    ReservationRequest request(LimitRequest request, ReservationTemplate reservationTemplate) {
        ReservationRequest before = last;
        if (before != null && before.isOf(request, reservationTemplate)) {
            return before;
        }
        ReservationRequest reservationRequest = probe(request, reservationTemplate);
        last = reservationRequest;
        return reservationRequest;
    }

    /** What a call asks that is only looked at: nothing is remembered in place of a real call's. */
    ReservationRequest probe(LimitRequest request, ReservationTemplate reservationTemplate) {
        ReservationRequest before = last;
        List<QuotaClaim> known =
                before != null && before.limitSubject().countsAs(request.limitSubject()) ? before.quotas() : List.of();
        return reservationTemplate.request(request, known);
    }
}
