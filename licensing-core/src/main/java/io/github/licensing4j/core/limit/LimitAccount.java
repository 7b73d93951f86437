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
    private volatile @Nullable Asked last;

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
    Asked asked(LimitRequest request, Claims claims) {
        Asked before = last;
        if (before != null && before.isOf(request, claims)) {
            return before;
        }
        Asked asked = lookedAt(request, claims);
        last = asked;
        return asked;
    }

    /** What a call asks that is only looked at: nothing is remembered in place of a real call's. */
    Asked lookedAt(LimitRequest request, Claims claims) {
        Asked before = last;
        List<QuotaClaim> known =
                before != null && before.licensee().countsAs(request.licensee()) ? before.quotas() : List.of();
        return claims.asked(request, known);
    }
}
