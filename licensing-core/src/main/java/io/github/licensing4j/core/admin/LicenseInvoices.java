package io.github.licensing4j.core.admin;

import io.github.licensing4j.Page;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.Invoice;
import io.github.licensing4j.core.catalog.CatalogTimeline;
import io.github.licensing4j.core.usage.invoice.Bill;
import io.github.licensing4j.core.usage.invoice.BillingPeriod;
import io.github.licensing4j.core.usage.invoice.BillingPeriods;
import io.github.licensing4j.core.usage.invoice.ClosedBills;
import io.github.licensing4j.core.usage.invoice.HeldSeats;
import io.github.licensing4j.core.usage.invoice.InvoiceInput;
import io.github.licensing4j.core.usage.invoice.Invoicing;
import io.github.licensing4j.spi.FinalInvoice;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.LicenseRevision;
import io.github.licensing4j.spi.SeatHolding;
import io.github.licensing4j.spi.SeatStore;
import io.github.licensing4j.spi.UsageCorrection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Creates the invoices of licenses. Those of periods that have ended are stored once, by the first node, and never
 * change; those of the present period show later differences of closed ones.
 */
final class LicenseInvoices {
    private static final int PAGE_OF_SEATS = 1_000;

    private final AdminTransactions adminTransactions;
    private final PlanRules catalog;
    private final Meters meters;
    private final CreditGrants credits;
    private final UsageCorrections corrections;
    private final UsageParts parts;
    private final InvoiceArchive archive;

    LicenseInvoices(
            UsageChangeParts changeParts, UsageParts parts, CreditGrants credits, UsageCorrections corrections) {
        this.adminTransactions = changeParts.adminTransactions();
        this.catalog = changeParts.catalog();
        this.meters = changeParts.meters();
        this.credits = credits;
        this.corrections = corrections;
        this.parts = parts;
        this.archive = new InvoiceArchive(adminTransactions);
    }

    /**
     * The periods of a license at an instant.
     *
     * @param closed every final invoice
     * @param open the first period whose invoice is not final
     */
    record Progress(ClosedBills closed, BillingPeriod open) {}

    /** Returns the invoice of the period that contains an instant; final if the period has ended. */
    Invoice at(LicenseRecord license, Instant at) {
        Optional<Invoice> before = closed(license, at);
        if (before.isPresent()) {
            return before.get();
        }
        parts.usage().flush();
        Progress progress = closeEnded(license, adminTransactions.now(), Instant.MAX);
        // Differences are part of the present period only, not of a future one.
        ClosedBills compared = at.isBefore(progress.open.to()) ? progress.closed : ClosedBills.none();
        return closed(license, at)
                .orElseGet(() -> bill(license, at, compared, timeline(adminTransactions.now()))
                        .invoice());
    }

    /** Returns the hash of the live catalog. */
    String catalogHash() {
        return catalog.current().summary().hash();
    }

    private Optional<Invoice> closed(LicenseRecord license, Instant at) {
        return archive.at(license.id().issuer(), subject(license), at).map(Bill::invoice);
    }

    private static String subject(LicenseRecord license) {
        return FinalInvoice.ofLicense(license.id().value());
    }

    /**
     * Makes the invoices of all periods final that ended up to an instant.
     *
     * @param startingBefore of those that start before another instant
     */
    Progress closeEnded(LicenseRecord license, Instant until, Instant startingBefore) {
        ClosedBills closed = closed(license);
        for (int lost = 0; lost < InvoiceArchive.ATTEMPTS; ) {
            BillingPeriod open = periods(license, closed).firstOpen();
            boolean isDue = !open.to().isAfter(until) && open.from().isBefore(startingBefore);
            if (!isDue || !archive.isKept()) {
                return new Progress(closed, open);
            }
            lost += close(license, open, closed) ? 0 : 1;
            closed = closed(license);
        }
        throw new ConflictException(
                ConflictException.Kind.BUSY,
                "the invoices of license '" + license.id().value() + "' are being closed by others; try again");
    }

    private ClosedBills closed(LicenseRecord license) {
        return archive.all(license.id().issuer(), subject(license));
    }

    private BillingPeriods periods(LicenseRecord license, ClosedBills closed) {
        return new BillingPeriods(
                license,
                adminTransactions.store().licenses().past(license.id()),
                timeline(adminTransactions.now()),
                closed);
    }

    private CatalogTimeline timeline(Instant now) {
        return parts.catalogs().timeline(catalog.current(), now);
    }

    private boolean close(LicenseRecord license, BillingPeriod period, ClosedBills closed) {
        CatalogTimeline catalogs = timeline(adminTransactions.now());
        Bill bill = bill(license, period.from(), closed, catalogs);
        return archive.close(license.id().issuer(), subject(license), bill, catalogs);
    }

    private Bill bill(LicenseRecord license, Instant at, ClosedBills closed, CatalogTimeline catalogs) {
        List<LicenseRevision> past = adminTransactions.store().licenses().past(license.id());
        BillingPeriods periods = new BillingPeriods(license, past, catalogs, closed);
        // The ledger returns counters that ended after an instant, and a period that ends where the first one begins is
        // needed.
        Instant before = periods.countersFrom(at).minusMillis(1);
        // Read before the counters: a later correction is billed with a later invoice.
        List<UsageCorrection> entered = corrections.all(license);
        return Invoicing.bill(new InvoiceInput(
                license,
                past,
                catalogs,
                at,
                adminTransactions.store().usage().counters(license.id(), before),
                credits.list(license.id().value()),
                entered,
                meters::scale,
                seats(license, periods.seatsOf(at)),
                closed));
    }

    private HeldSeats seats(LicenseRecord license, SeatHolding.Window window) {
        // Read before the seats, so that nothing counts that was not known.
        Instant now = adminTransactions.now();
        Optional<SeatStore> store = adminTransactions.seats();
        List<SeatHolding> holdings = new ArrayList<>();
        store.ifPresent(seats ->
                Page.forEach(cursor -> seats.holdings(license.id(), window, cursor, PAGE_OF_SEATS), holdings::add));
        return new HeldSeats(holdings, now, store.isPresent());
    }
}
