package io.github.licensing4j.core.limit;

import io.github.licensing4j.core.limit.LimitSet.Flight;
import io.github.licensing4j.core.limit.LimitSet.Line;
import io.github.licensing4j.core.limit.LimitSet.Rate;
import io.github.licensing4j.spi.ConcurrencyClaim;
import io.github.licensing4j.spi.CreditsClaim;
import io.github.licensing4j.spi.QuotaClaim;
import io.github.licensing4j.spi.QuotaWindow;
import io.github.licensing4j.spi.RateClaim;
import java.util.ArrayList;
import java.util.List;

/**
 * What every call with the same charges claims under the same limits. A limit on a meter the call does not charge does
 * not apply. Immutable, and shared by all licenses on these terms: only the periods of the quotas and the grants of credits
 * are a license's own.
 */
final class ReservationTemplate {
    private final List<Line> lines;
    private final List<ConcurrencyClaim> concurrency;
    private final List<RateClaim> rates;
    private final List<QuotaLine> quotas;
    private final List<CreditsLine> credits;

    private ReservationTemplate(List<Line> lines, ChargePlan charges) {
        this.lines = List.copyOf(lines);
        List<ConcurrencyClaim> flights = new ArrayList<>();
        List<RateClaim> taken = new ArrayList<>();
        List<QuotaLine> counted = new ArrayList<>();
        List<CreditsLine> consumed = new ArrayList<>();
        for (Line line : lines) {
            int charge = line.meter() == null ? -1 : charges.indexOf(line.meter());
            if (line instanceof Flight flight) {
                flights.add(
                        new ConcurrencyClaim(flight.counter(), flight.limit().max()));
            } else if (line instanceof Rate rate) {
                taken.add(new RateClaim(rate.counter(), rate.limit(), charge < 0 ? 1 : charges.requested(charge)));
            } else if (line instanceof LimitSet.Quota quota) {
                counted.add(new QuotaLine(quota, charge, charges.requested(charge)));
            } else if (line instanceof LimitSet.Credits prepaid) {
                consumed.add(new CreditsLine(prepaid, charge, charges.requested(charge)));
            }
        }
        this.concurrency = List.copyOf(flights);
        this.rates = List.copyOf(taken);
        this.quotas = List.copyOf(counted);
        this.credits = List.copyOf(consumed);
    }

    static ReservationTemplate of(List<Line> sheet, ChargePlan charges) {
        List<Line> lines = new ArrayList<>();
        for (Line line : sheet) {
            if (line.meter() == null || charges.indexOf(line.meter()) >= 0) {
                lines.add(line);
            }
        }
        return new ReservationTemplate(lines, charges);
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

    /** Where the charge of each quota claim stands in the charge sheet. */
    int chargeOfQuota(int claim) {
        return quotas.get(claim).charge();
    }

    /** Where the charge of each credits claim stands in the charge sheet. */
    int chargeOfCredits(int claim) {
        return credits.get(claim).charge();
    }

    /** The limit of a credits claim. */
    LimitSet.Credits limitOfCredits(int claim) {
        return credits.get(claim).credits();
    }

    /**
     * What one license asks at an instant.
     *
     * @param before claims of the same license, whose periods are taken where they are the same and still run
     */
    ReservationRequest request(LimitRequest request, List<QuotaClaim> before) {
        QuotaClaim[] counted = new QuotaClaim[quotas.size()];
        long from = Long.MIN_VALUE;
        long until = Long.MAX_VALUE;
        for (int i = 0; i < counted.length; i++) {
            counted[i] = quotas.get(i).claim(request, before);
            from = Math.max(from, counted[i].window().startMillis());
            until = Math.min(until, counted[i].window().endMillis());
        }
        CreditsClaim[] consumed = new CreditsClaim[credits.size()];
        for (int i = 0; i < consumed.length; i++) {
            consumed[i] = credits.get(i).claim(request);
        }
        if (consumed.length > 0) {
            from = Math.max(from, Credits.since(request.limitSubject().grants(), request.nowMillis()));
            until = Math.min(until, Credits.until(request.limitSubject().grants(), request.nowMillis()));
        }
        List<QuotaWindow> windows = new ArrayList<>(counted.length);
        for (QuotaClaim claim : counted) {
            windows.add(claim.window());
        }
        return new ReservationRequest(
                request.limitSubject(), this, List.of(counted), List.of(consumed), List.copyOf(windows), from, until);
    }
}
