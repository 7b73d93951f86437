package io.github.licensing4j.core.usage.invoice;

import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.QuotaWindow;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;

/**
 * What corrections and late usage have changed of periods whose invoices are final: the terms of those periods applied to the
 * units counted up to now, less what was billed. Only limits whose units differ are looked at, so that terms alone change
 * nothing.
 */
final class Differences {
    private final InvoiceInput input;
    private final History history;
    private final Sheet sheet;
    private final List<CounterIncrement> counters;
    private final long longestMillis;

    Differences(InvoiceInput input, History history, Sheet sheet) {
        this.input = input;
        this.history = history;
        this.sheet = sheet;
        this.counters = input.counters().stream()
                .sorted(Comparator.comparingLong(counter -> counter.window().startMillis()))
                .toList();
        this.longestMillis = counters.stream()
                .map(CounterIncrement::window)
                .mapToLong(window -> window.endMillis() - window.startMillis())
                .max()
                .orElse(0);
    }

    void add() {
        for (Bill bill : input.closed().bills()) {
            BillingPeriod period =
                    new BillingPeriod(bill.invoice().from(), bill.invoice().to());
            if (period.from().isBefore(history.knownFrom())) {
                sheet.note("What the license was before " + history.knownFrom()
                        + " was not kept, so that later corrections" + " of periods before it are not billed.");
                continue;
            }
            for (BilledUse now : uses(period)) {
                add(input.closed().billed(now).map(now::minus).orElse(now));
            }
        }
    }

    private List<BilledUse> uses(BillingPeriod period) {
        Sheet today = new Sheet(input.license().id().value());
        new QuotaLines(history, period, today, input.scales())
                .add(counters.stream()
                        .filter(counter -> isNear(counter.window(), period))
                        .toList());
        return today.uses(period);
    }

    /** A counter of the period, or one of which something was carried into it. */
    private boolean isNear(QuotaWindow window, BillingPeriod period) {
        return window.startMillis() < period.to().toEpochMilli()
                && window.endMillis() >= period.from().toEpochMilli() - longestMillis;
    }

    private void add(BilledUse difference) {
        if (difference.used() == 0 && difference.carried() == 0) {
            return;
        }
        BigDecimal units = Quantity.of(
                difference.used(),
                difference.meter() == null ? 0 : input.scales().applyAsInt(difference.meter()));
        String what = difference.limit() + ": " + units.abs().toPlainString() + " "
                + (difference.meter() == null ? "calls" : difference.meter()) + (units.signum() < 0 ? " less" : " more")
                + " than billed for " + difference.from() + " to " + difference.to();
        sheet.difference(difference, what, units);
    }
}
