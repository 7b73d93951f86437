package io.github.licensing4j.core.admin;

import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.CustomerInvoice;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.Invoice;
import io.github.licensing4j.admin.NotFoundException;
import io.github.licensing4j.core.catalog.CatalogTimeline;
import io.github.licensing4j.core.license.EffectiveLicense;
import io.github.licensing4j.core.usage.invoice.Bill;
import io.github.licensing4j.core.usage.invoice.BillingPeriod;
import io.github.licensing4j.core.usage.invoice.ClosedBills;
import io.github.licensing4j.core.usage.invoice.CustomerInvoicing;
import io.github.licensing4j.core.usage.invoice.CustomerInvoicing.Customer;
import io.github.licensing4j.core.usage.invoice.CustomerInvoicing.Input;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.FinalInvoice;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.UsageLedger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Creates the invoices of customers. Those of months that have ended are stored once, by the first node, and never
 * change; that of the present month shows later differences of closed ones.
 */
final class CustomerInvoices {
    private final String issuer;
    private final AdminTransactions adminTransactions;
    private final PlanRules catalog;
    private final Meters meters;
    private final UsageParts parts;
    private final LicensesOfCustomer licenses;
    private final InvoiceArchive archive;

    /** A customer to invoice. */
    private record Owner(String name, List<LicenseRecord> licenses) {
        Instant began() {
            return LicensesOfCustomer.began(licenses);
        }

        /** After its last license has ended, a customer has only the months that are requested. */
        Instant end() {
            return licenses.stream()
                    .map(EffectiveLicense::end)
                    .max(Instant::compareTo)
                    .orElse(Instant.MAX);
        }
    }

    /**
     * The months of a customer.
     *
     * @param closed every final invoice
     * @param open the first month whose invoice is not final
     */
    private record Progress(ClosedBills closed, BillingPeriod open) {}

    CustomerInvoices(String issuer, UsageChangeParts changeParts, UsageParts parts) {
        this.issuer = issuer;
        this.adminTransactions = changeParts.adminTransactions();
        this.catalog = changeParts.catalog();
        this.meters = changeParts.meters();
        this.parts = parts;
        this.licenses = new LicensesOfCustomer(issuer, adminTransactions);
        this.archive = new InvoiceArchive(adminTransactions);
    }

    /**
     * Returns the invoice of the month that contains an instant; final if the month has ended.
     *
     * @throws NotFoundException if the customer has no stored license
     */
    CustomerInvoice at(String customer, Instant at) {
        Owner owner = new Owner(customer, licenses.of(customer));
        Instant first = CustomerInvoicing.monthOf(owner.began());
        if (at.isBefore(first)) {
            throw new InvalidFieldException(
                    "period",
                    "expected an instant from " + first
                            + ", the month in which the first license of the customer was made");
        }
        Optional<Bill> before = archive.at(issuer, subject(customer), at);
        Bill bill = before.isPresent() ? before.get() : LicensesOfCustomer.known(customer, () -> bill(owner, at));
        return view(bill.invoice());
    }

    private Bill bill(Owner owner, Instant at) {
        parts.usage().flush();
        Progress progress = closeEnded(owner, adminTransactions.now(), Instant.MAX);
        // Differences are part of the present month only, not of a future one.
        ClosedBills compared = at.isBefore(progress.open.to()) ? progress.closed : ClosedBills.none();
        return archive.at(issuer, subject(owner.name), at)
                .orElseGet(() -> bill(owner, at, compared, timeline(adminTransactions.now())));
    }

    private static CustomerInvoice view(Invoice invoice) {
        return new CustomerInvoice(
                invoice.customer(),
                invoice.from(),
                invoice.to(),
                invoice.currency(),
                invoice.lines(),
                invoice.total(),
                invoice.notes(),
                invoice.closedAt());
    }

    /** Makes the invoices of all months final that have ended. */
    void closeEnded(String customer) {
        Owner owner = new Owner(customer, licenses.of(customer));
        LicensesOfCustomer.known(customer, () -> closeEnded(owner, adminTransactions.now(), Instant.MAX));
    }

    /**
     * Makes the invoices of all months final that ended up to an instant, if the customer has shared budgets that counted.
     *
     * @return the instant at which the next month ends
     */
    Instant closeCounted(String customer, Instant until) {
        Instant monthEnd = CustomerInvoicing.endOfMonth(until);
        ClosedBills closed = archive.all(issuer, subject(customer));
        Instant from = closed.bills().isEmpty() ? Instant.EPOCH : closed.until();
        Optional<Instant> lastEnd = ledger().customerCounters(issuer, customer, from).stream()
                .map(counter -> Instant.ofEpochMilli(counter.window().endMillis()))
                .max(Instant::compareTo);
        if (closed.bills().isEmpty() && lastEnd.isEmpty()) {
            return monthEnd;
        }
        Owner owner = new Owner(customer, licenses.of(customer));
        Instant end = lastEnd.filter(owner.end()::isBefore).orElse(owner.end());
        Progress progress = LicensesOfCustomer.known(customer, () -> closeEnded(owner, until, end));
        return progress.open.to().isAfter(until) ? progress.open.to() : monthEnd;
    }

    private static String subject(String customer) {
        return FinalInvoice.ofCustomer(customer);
    }

    private UsageLedger ledger() {
        return adminTransactions.store().usage();
    }

    private Progress closeEnded(Owner owner, Instant until, Instant startingBefore) {
        ClosedBills closed = archive.all(issuer, subject(owner.name));
        for (int lost = 0; lost < InvoiceArchive.ATTEMPTS; ) {
            CatalogTimeline catalogs = timeline(adminTransactions.now());
            Customer all = licenses.withPast(owner.name, owner.licenses, catalogs);
            BillingPeriod open = CustomerInvoicing.firstOpen(all, owner.began(), closed);
            boolean isDue = !open.to().isAfter(until) && open.from().isBefore(startingBefore);
            if (!isDue || !archive.isKept()) {
                return new Progress(closed, open);
            }
            Bill bill = bill(owner, open.from(), closed, catalogs);
            lost += archive.close(issuer, subject(owner.name), bill, catalogs) ? 0 : 1;
            closed = archive.all(issuer, subject(owner.name));
        }
        throw new ConflictException(
                ConflictException.Kind.BUSY,
                "the invoices of customer '" + owner.name + "' are being closed by others; try again");
    }

    private CatalogTimeline timeline(Instant now) {
        return parts.catalogs().timeline(catalog.current(), now);
    }

    private Bill bill(Owner owner, Instant at, ClosedBills closed, CatalogTimeline catalogs) {
        Customer all = licenses.withPast(owner.name, owner.licenses, catalogs);
        Instant month = CustomerInvoicing.monthOf(at);
        Instant first = closed.bills().isEmpty()
                ? month
                : closed.bills().get(0).invoice().from();
        List<CounterIncrement> counters = counters(owner.name, first.isBefore(month) ? first : month);
        return CustomerInvoicing.bill(new Input(all, at, counters, meters::scale, closed));
    }

    /** Returns counters of periods that end in or after a month, and of those right before, which may be carried. */
    private List<CounterIncrement> counters(String customer, Instant month) {
        long first = ledger().customerCounters(issuer, customer, month).stream()
                .mapToLong(counter -> counter.window().startMillis())
                .min()
                .orElse(month.toEpochMilli());
        return ledger().customerCounters(issuer, customer, Instant.ofEpochMilli(first - 1));
    }
}
