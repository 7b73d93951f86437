package io.github.licensing4j.core.usage.invoice;

import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.QuotaWindow;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * What corrections and late usage have changed of periods whose invoices are final: the terms of those periods applied to the
 * units counted up to now, less what was billed. Only limits whose units differ are looked at, so that terms alone change
 * nothing.
 */
final class Differences {
    private final ClosedBills closed;
    private final ToIntFunction<String> scales;
    private final Lines lines;
    private final List<CounterIncrement> counters;
    private final long longestMillis;

    /** Writes what the limits of one period have counted, by the terms that held in it. */
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

    /** @param knownFrom the first instant of which it is known what held */
    void add(InvoiceLines invoiceLines, Instant knownFrom) {
        for (Bill bill : closed.bills()) {
            BillingPeriod period =
                    new BillingPeriod(bill.invoice().from(), bill.invoice().to());
            if (period.from().isBefore(knownFrom)) {
                invoiceLines.note("What was in force before " + knownFrom + " was not kept, so that later corrections"
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

    /** A counter of the period, or one of which something was carried into it. */
    private boolean isNear(QuotaWindow window, BillingPeriod period) {
        return window.startMillis() < period.to().toEpochMilli()
                && window.endMillis() >= period.from().toEpochMilli() - longestMillis;
    }

    private void add(InvoiceLines invoiceLines, BilledUse difference) {
        if (difference.used() == 0 && difference.carried() == 0) {
            return;
        }
        BigDecimal units =
                Quantity.of(difference.used(), difference.meter() == null ? 0 : scales.applyAsInt(difference.meter()));
        String what = difference.limit() + ": " + units.abs().toPlainString() + " "
                + (difference.meter() == null ? "calls" : difference.meter()) + (units.signum() < 0 ? " less" : " more")
                + " than billed for " + difference.from() + " to " + difference.to();
        invoiceLines.difference(difference, what, units);
    }
}
