package io.github.licensing4j.core.limit;

import io.github.licensing4j.core.limit.LimitSheet.Flight;
import io.github.licensing4j.core.limit.LimitSheet.Line;
import io.github.licensing4j.core.limit.LimitSheet.Quota;
import io.github.licensing4j.core.limit.LimitSheet.Rate;
import io.github.licensing4j.spi.ConcurrencyClaim;
import io.github.licensing4j.spi.QuotaClaim;
import io.github.licensing4j.spi.QuotaWindow;
import io.github.licensing4j.spi.RateClaim;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What one call claims of each limit that applies to it. A limit on a meter the call does not charge does not apply. */
final class Claims {
    private final ChargeSheet charges;
    private final List<QuotaWindow> windows;
    private final List<Line> lines;
    private final List<ConcurrencyClaim> concurrency = new ArrayList<>(1);
    private final List<RateClaim> rates = new ArrayList<>(2);
    private final List<QuotaClaim> quotas = new ArrayList<>(2);
    private int[] chargeOfQuota = {};

    private Claims(LimitRequest request, List<QuotaWindow> windows) {
        this.charges = request.charges();
        this.windows = windows;
        this.lines = new ArrayList<>(request.sheet().lines().size());
        for (Line line : request.sheet().lines()) {
            claim(line);
        }
    }

    static Claims of(LimitAccount account, LimitRequest request) {
        return new Claims(request, account.windows(request.license(), request.sheet(), request.nowMillis()));
    }

    /** The limits that apply, in catalog order. Claims of each kind follow the same order. */
    List<Line> lines() {
        return lines;
    }

    List<ConcurrencyClaim> concurrency() {
        return concurrency;
    }

    List<RateClaim> rates() {
        return rates;
    }

    List<QuotaClaim> quotas() {
        return quotas;
    }

    /** The charge that each quota claim is for. */
    int[] chargeOfQuota() {
        return chargeOfQuota;
    }

    private void claim(Line line) {
        if (line instanceof Flight flight) {
            concurrency.add(flight.claim());
            lines.add(line);
        } else if (line instanceof Rate rate) {
            claim(rate);
        } else if (line instanceof Quota quota) {
            claim(quota);
        }
    }

    private void claim(Rate rate) {
        String meter = rate.limit().meter();
        int charge = meter == null ? -1 : charges.indexOf(meter);
        if (meter == null || charge >= 0) {
            rates.add(new RateClaim(rate.counter(), rate.limit(), meter == null ? 1 : charges.asked(charge)));
            lines.add(rate);
        }
    }

    private void claim(Quota quota) {
        int charge = charges.indexOf(quota.limit().meter());
        if (charge >= 0) {
            quotas.add(new QuotaClaim(
                    quota.counter(), windows.get(quota.index()), quota.limit().ceiling(), charges.asked(charge)));
            lines.add(quota);
            chargeOfQuota = Arrays.copyOf(chargeOfQuota, chargeOfQuota.length + 1);
            chargeOfQuota[chargeOfQuota.length - 1] = charge;
        }
    }
}
