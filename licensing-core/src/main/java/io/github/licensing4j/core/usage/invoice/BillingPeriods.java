package io.github.licensing4j.core.usage.invoice;

import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.core.catalog.CatalogTimeline;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.LicenseRevision;
import io.github.licensing4j.spi.SeatHolding;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Computes the billing periods of one license after its final invoices. For one thread. */
public final class BillingPeriods {
    private final LicenseRecord license;
    private final ClosedBills closed;
    private final History history;

    /** @param past the former revisions of the license, oldest first */
    public BillingPeriods(
            LicenseRecord license, List<LicenseRevision> past, CatalogTimeline catalogs, ClosedBills closed) {
        this.license = license;
        this.closed = closed;
        this.history = new History(license, past, catalogs, closed.until());
    }

    /**
     * Returns the billing period that contains an instant.
     *
     * @throws io.github.licensing4j.UnknownNameException if no catalog defines a plan of the license
     * @throws ConflictException if the license revisions of that period were not kept
     */
    public BillingPeriod at(Instant at) {
        return BillingPeriod.at(history, at);
    }

    /** Returns the first period whose invoice is not final, of those whose license revisions are known. */
    public BillingPeriod firstOpen() {
        Instant first = closed.bills().isEmpty() ? license.dates().createdAt() : closed.until();
        Instant known = history.knownFrom();
        Instant at = first.isBefore(known) ? known : first;
        try {
            return at(at);
        } catch (ConflictException e) {
            // The period began before the known revisions; the next one is the first that can be billed.
            return at(Instant.ofEpochMilli(BillingPeriod.whole(history, at).endMillis()));
        }
    }

    /**
     * Returns the time whose seats affect the billing period that contains an instant: the period, and the whole of its first day.
     */
    public SeatHolding.Window seatsOf(Instant at) {
        BillingPeriod period = at(at);
        return new SeatHolding.Window(BilledDays.start(history, period), period.to());
    }

    /**
     * Returns the first instant whose counters affect the billing period that contains an instant, and the periods
     * whose invoices are final: the first quota periods may carry units over from earlier ones.
     */
    public Instant countersFrom(Instant at) {
        Instant own = countersFrom(at(at));
        return closed.bills().stream()
                .map(Bill::invoice)
                .filter(invoice -> !invoice.from().isBefore(history.knownFrom()))
                .findFirst()
                .map(invoice -> countersFrom(new BillingPeriod(invoice.from(), invoice.to())))
                .filter(first -> first.isBefore(own))
                .orElse(own);
    }

    private Instant countersFrom(BillingPeriod period) {
        return Stream.concat(
                        Stream.of(period.from(), period.last()),
                        history.turns().stream().filter(period::has))
                .map(instant -> history.quotas(instant).earliestStart(period.from()))
                .min(Instant::compareTo)
                .orElse(period.from());
    }
}
