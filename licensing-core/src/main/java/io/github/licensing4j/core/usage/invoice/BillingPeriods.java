package io.github.licensing4j.core.usage.invoice;

import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.core.catalog.CatalogTimeline;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.LicenseRevision;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** The billing periods of one license, after those whose invoices are final. For one thread. */
public final class BillingPeriods {
    private final LicenseRecord license;
    private final ClosedBills closed;
    private final History history;

    /** @param past what the license was before, oldest first */
    public BillingPeriods(
            LicenseRecord license, List<LicenseRevision> past, CatalogTimeline catalogs, ClosedBills closed) {
        this.license = license;
        this.closed = closed;
        this.history = new History(license, past, catalogs, closed.until());
    }

    /**
     * The billing period that an instant lies in.
     *
     * @throws io.github.licensing4j.UnknownNameException if no catalog defines a plan that the license was on
     * @throws ConflictException if what the license was in that period was not kept
     */
    public BillingPeriod at(Instant at) {
        return BillingPeriod.at(history, at);
    }

    /** The first period whose invoice is not final, of those of which it is known what the license was. */
    public BillingPeriod firstOpen() {
        Instant first = closed.bills().isEmpty() ? license.createdAt() : closed.until();
        Instant known = history.knownFrom();
        Instant at = first.isBefore(known) ? known : first;
        try {
            return at(at);
        } catch (ConflictException e) {
            // The period began before what is known; the next one is the first that can be billed.
            return at(Instant.ofEpochMilli(BillingPeriod.whole(history, at).endMillis()));
        }
    }

    /**
     * The instant from which on the ends of counters matter for the billing period that an instant lies in, and for the
     * periods whose invoices are final: what is carried into the first quota periods was left over before.
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
