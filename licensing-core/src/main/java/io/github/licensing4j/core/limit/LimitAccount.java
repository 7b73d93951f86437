package io.github.licensing4j.core.limit;

import io.github.licensing4j.License;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.QuotaAccount;
import io.github.licensing4j.spi.QuotaStore;
import io.github.licensing4j.spi.QuotaWindow;
import io.github.licensing4j.spi.RateLimitAccount;
import io.github.licensing4j.spi.RateLimitStore;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The counters of one license, one hop away, and the contract periods it is in. */
public final class LimitAccount {
    private final QuotaAccount quotas;
    private final RateLimitAccount rates;
    private volatile @Nullable Running running;

    /** The periods that run, one a quota of the sheet, for as long as license and sheet are the same objects. */
    private record Running(License license, LimitSheet sheet, List<QuotaWindow> windows) {}

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

    /** The period of each quota of a sheet at an instant, in the sheet's order. */
    List<QuotaWindow> windows(License license, LimitSheet sheet, long nowMillis) {
        Running last = running;
        if (last != null
                && last.license.equals(license)
                && last.sheet == sheet
                && allContain(last.windows, nowMillis)) {
            return last.windows;
        }
        List<QuotaWindow> windows = new ArrayList<>(sheet.quotas().size());
        for (LimitSheet.Quota quota : sheet.quotas()) {
            windows.add(Periods.at(quota.limit().per(), license.anchor(), license.zone(), nowMillis));
        }
        running = new Running(license, sheet, windows);
        return windows;
    }

    private static boolean allContain(List<QuotaWindow> windows, long nowMillis) {
        for (int i = 0; i < windows.size(); i++) {
            if (!windows.get(i).contains(nowMillis)) {
                return false;
            }
        }
        return true;
    }
}
