package io.github.licensing4j.core.limit;

import io.github.licensing4j.License;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.QuotaAccount;
import io.github.licensing4j.spi.QuotaClaim;
import io.github.licensing4j.spi.QuotaStore;
import io.github.licensing4j.spi.RateLimitAccount;
import io.github.licensing4j.spi.RateLimitStore;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The counters of one license, one hop away, and the contract periods it is in. */
public final class LimitAccount {
    private final QuotaAccount quotas;
    private final RateLimitAccount rates;
    private volatile @Nullable Running running;

    /** The quota claims that were made last, good for as long as their periods run. */
    private record Running(Instant anchor, ZoneId zone, Claims claims, List<QuotaClaim> quotas) {

        boolean isOf(License license) {
            return anchor.equals(license.anchor()) && zone.equals(license.zone());
        }

        boolean runsAt(long nowMillis) {
            for (int i = 0; i < quotas.size(); i++) {
                if (!quotas.get(i).window().contains(nowMillis)) {
                    return false;
                }
            }
            return true;
        }
    }

    LimitAccount(LicenseId license, QuotaStore quotas, RateLimitStore rates) {
        this.quotas = quotas.account(license);
        this.rates = rates.account(license);
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
        running = new Running(request.license().anchor(), request.license().zone(), claims, quotaClaims);
        return quotaClaims;
    }

    /** The quota claims of a call that is only looked at: nothing is remembered in place of a real call's. */
    List<QuotaClaim> lookedAt(LimitRequest request, Claims claims) {
        Running last = running;
        return claims.quotas(request, last != null && last.isOf(request.license()) ? last.quotas : List.of());
    }
}
