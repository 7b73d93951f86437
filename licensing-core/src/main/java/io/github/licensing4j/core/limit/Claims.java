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
import java.util.List;

/**
 * What every call with the same charges claims under the same limits. A limit on a meter the call does not charge does
 * not apply. Immutable, and shared by all licenses on these terms: only the periods of the quotas are a license's own.
 */
final class Claims {
    private final List<Line> lines;
    private final List<ConcurrencyClaim> concurrency;
    private final List<RateClaim> rates;
    private final List<QuotaLine> quotas;

    /** A quota that applies, and where its charge stands in the charge sheet. */
    private record QuotaLine(Quota quota, int charge, long units) {

        QuotaClaim claim(QuotaWindow window) {
            return new QuotaClaim(quota.counter(), window, quota.limit().ceiling(), units);
        }
    }

    private Claims(
            List<Line> lines, List<ConcurrencyClaim> concurrency, List<RateClaim> rates, List<QuotaLine> quotas) {
        this.lines = List.copyOf(lines);
        this.concurrency = List.copyOf(concurrency);
        this.rates = List.copyOf(rates);
        this.quotas = List.copyOf(quotas);
    }

    static Claims of(List<Line> sheet, ChargeSheet charges) {
        List<Line> lines = new ArrayList<>();
        List<ConcurrencyClaim> concurrency = new ArrayList<>();
        List<RateClaim> rates = new ArrayList<>();
        List<QuotaLine> quotas = new ArrayList<>();
        for (Line line : sheet) {
            int charge = line.meter() == null ? -1 : charges.indexOf(line.meter());
            if (line.meter() != null && charge < 0) {
                continue;
            }
            lines.add(line);
            if (line instanceof Flight flight) {
                concurrency.add(
                        new ConcurrencyClaim(flight.counter(), flight.limit().max()));
            } else if (line instanceof Rate rate) {
                rates.add(new RateClaim(rate.counter(), rate.limit(), charge < 0 ? 1 : charges.asked(charge)));
            } else if (line instanceof Quota quota) {
                quotas.add(new QuotaLine(quota, charge, charges.asked(charge)));
            }
        }
        return new Claims(lines, concurrency, rates, quotas);
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

    int quotaCount() {
        return quotas.size();
    }

    /** Where the charge of each quota claim stands in the charge sheet. */
    int chargeOfQuota(int claim) {
        return quotas.get(claim).charge();
    }

    /**
     * The quota claims of one license at an instant.
     *
     * @param before claims of the same license, whose periods are taken where they are the same and still run
     */
    List<QuotaClaim> quotas(LimitRequest request, List<QuotaClaim> before) {
        QuotaClaim[] claims = new QuotaClaim[quotas.size()];
        for (int i = 0; i < claims.length; i++) {
            claims[i] = quotas.get(i).claim(window(quotas.get(i).quota(), request, before));
        }
        return List.of(claims);
    }

    private static QuotaWindow window(Quota quota, LimitRequest request, List<QuotaClaim> before) {
        for (QuotaClaim claim : before) {
            if (claim.counter().equals(quota.counter()) && claim.window().contains(request.nowMillis())) {
                return claim.window();
            }
        }
        return Periods.at(
                quota.limit().per(),
                request.license().anchor(),
                request.license().zone(),
                request.nowMillis());
    }
}
