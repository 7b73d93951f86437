package io.github.licensing4j.core.limit;

import io.github.licensing4j.License;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.QuotaAccount;
import io.github.licensing4j.spi.QuotaClaim;
import io.github.licensing4j.spi.QuotaStore;
import io.github.licensing4j.spi.RateLimitAccount;
import io.github.licensing4j.spi.RateLimitStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The counters of one license, one hop away, and the contract periods it is in. */
public final class LimitAccount {
    private final QuotaAccount quotas;
    private final RateLimitAccount rates;
    private volatile @Nullable Running running;

    /**
     * The quota claims that were made last, good for as long as their periods run. The bounds stand here and not only in
     * the claims, so that a call touches as few objects as it can.
     */
    private record Running(License license, Claims claims, List<QuotaClaim> quotas, long fromMillis, long untilMillis) {
        static Running of(License license, Claims claims, List<QuotaClaim> quotas) {
            long from = Long.MIN_VALUE;
            long until = Long.MAX_VALUE;
            for (QuotaClaim quota : quotas) {
                from = Math.max(from, quota.window().startMillis());
                until = Math.min(until, quota.window().endMillis());
            }
            return new Running(license, claims, quotas, from, until);
        }

        @SuppressWarnings(
                "ReferenceEquality") // It is the same object but after a change, and then it need not be opened.
        boolean isOf(License other) {
            return license == other
                    || (license.anchor().equals(other.anchor())
                            && license.zone().equals(other.zone()));
        }

        boolean runsAt(long nowMillis) {
            return fromMillis <= nowMillis && nowMillis < untilMillis;
        }
    }

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

    /** The quota claims of a call, remembered for the next one like it. */
    List<QuotaClaim> claimsOf(LimitRequest request, Claims claims) {
        Running last = running;
        if (last != null && last.claims == claims && last.isOf(request.license()) && last.runsAt(request.nowMillis())) {
            return last.quotas;
        }
        List<QuotaClaim> quotaClaims = lookedAt(request, claims);
        running = Running.of(request.license(), claims, quotaClaims);
        return quotaClaims;
    }

    /** The quota claims of a call that is only looked at: nothing is remembered in place of a real call's. */
    List<QuotaClaim> lookedAt(LimitRequest request, Claims claims) {
        Running last = running;
        return claims.quotas(request, last != null && last.isOf(request.license()) ? last.quotas : List.of());
    }
}
