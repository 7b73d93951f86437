package io.github.licensing4j.core.usage.invoice;

import io.github.licensing4j.Quantity;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.QuotaWindow;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Computes how corrections and late usage have changed periods whose invoices are final: the terms of those periods
 * applied to the units counted until now, less the billed amount. Only limits whose units differ are compared, so that
 * changed terms alone change nothing.
 */
final class Differences {
    private final ClosedBills closed;
    private final ToIntFunction<String> scales;
    private final Lines lines;
    private final List<CounterIncrement> counters;
    private final long longestMillis;

    /** Writes the counted units of the limits of one period, by the terms of that period. */
    @FunctionalInterface
    interface Lines {
        void add(BillingPeriod period, List<CounterIncrement> counters, InvoiceLines invoiceLines);
    }

    Differences(ClosedBills closed, List<CounterIncrement> counters, ToIntFunction<String> scales, Lines lines) {
        this.closed = closed;
        this.scales = scales;
        this.lines = lines;
        this.counters = counters.stream()
                .sorted(Comparator.comparingLong(counter -> counter.window().startMillis()))
                .toList();
        this.longestMillis = counters.stream()
                .map(CounterIncrement::window)
                .mapToLong(window -> window.endMillis() - window.startMillis())
                .max()
                .orElse(0);
    }

    /** @param knownFrom the first instant whose revision is known */
    void add(InvoiceLines invoiceLines, Instant knownFrom) {
        for (Bill bill : closed.bills()) {
            BillingPeriod period =
                    new BillingPeriod(bill.invoice().from(), bill.invoice().to());
            if (period.from().isBefore(knownFrom)) {
                invoiceLines.note("The terms before " + knownFrom + " were not kept, so later corrections"
                        + " of periods before it are not billed.");
                continue;
            }
            for (BilledUse now : uses(period)) {
                add(invoiceLines, closed.billed(now).map(now::minus).orElse(now));
            }
        }
    }

    private List<BilledUse> uses(BillingPeriod period) {
        InvoiceLines today = new InvoiceLines("the period from " + period.from());
        lines.add(
                period,
                counters.stream()
                        .filter(counter -> isNear(counter.window(), period))
                        .toList(),
                today);
        return today.uses(period);
    }

    /** Returns whether a counter is of the period, or units may be carried over from it. */
    private boolean isNear(QuotaWindow window, BillingPeriod period) {
        return window.startMillis() < period.to().toEpochMilli()
                && window.endMillis() >= period.from().toEpochMilli() - longestMillis;
    }

    private void add(InvoiceLines invoiceLines, BilledUse difference) {
        if (difference.used() == 0 && difference.carried() == 0) {
            return;
        }
        BigDecimal units = Quantity.decimal(
                difference.used(), difference.meter() == null ? 0 : scales.applyAsInt(difference.meter()));
        String what = difference.limit() + ": " + units.abs().toPlainString() + " "
                + (difference.meter() == null ? "calls" : difference.meter()) + (units.signum() < 0 ? " less" : " more")
                + " than billed for " + difference.from() + " to " + difference.to();
        invoiceLines.difference(difference, what, units);
    }
}
