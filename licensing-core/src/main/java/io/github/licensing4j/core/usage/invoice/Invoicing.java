package io.github.licensing4j.core.usage.invoice;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.Limit;
import io.github.licensing4j.Quantity;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.QuotaLimit.Scope;
import io.github.licensing4j.admin.Invoice;
import io.github.licensing4j.admin.Invoice.Kind;
import io.github.licensing4j.core.catalog.CatalogTimeline;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.LicenseRevision;
import io.github.licensing4j.spi.UsageCorrection;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Stream;

/**
 * Computes the invoice of a license for one billing period: the prices of its plans, the usage beyond its quotas, its
 * seats, and, for information, included, prepaid and corrected units. A pure function of its input.
 *
 * <p>A quota period belongs to the billing period in which it ends, and is billed on the terms that held at its last
 * instant, with what was carried into it. Each line is rounded half-even to the minor unit of the currency, and the total is
 * the sum of the rounded lines. Nothing is billed for a trial.
 */
public final class Invoicing {
    private Invoicing() {}

    /**
     * Returns the invoice for the billing period that contains an instant.
     *
     * @throws LicensingException if prices are in several currencies, or in one without a minor unit
     * @throws io.github.licensing4j.UnknownNameException if the catalog does not define a plan of the license
     * @throws io.github.licensing4j.admin.ConflictException if the license revisions of that period were not kept
     */
    public static Invoice preview(InvoiceInput input) {
        return bill(input).invoice();
    }

    /**
     * Returns the invoice for the billing period that contains an instant, with the data to compare it with later
     * usage.
     *
     * @throws LicensingException as {@link #preview} does
     */
    public static Bill bill(InvoiceInput input) {
        CatalogTimeline catalogs = input.catalogs();
        History history = new History(
                input.license(), input.past(), catalogs, input.closed().until());
        BillingPeriod period = BillingPeriod.at(history, input.at());
        InvoiceLines invoiceLines =
                new InvoiceLines("license '" + input.license().id().value() + "'");
        new BaseLines(history, period, invoiceLines).add();
        new QuotaLines(history, period, invoiceLines, input.scales()).add(input.counters());
        new SeatLines(history, period, invoiceLines).add(input.seats());
        noteBudgets(history, period, invoiceLines);
        new CreditLines(period, invoiceLines, input.scales()).add(input.grants());
        new Differences(
                        input.closed(),
                        input.counters(),
                        input.scales(),
                        (closed, counters, lines) ->
                                new QuotaLines(history, closed, lines, input.scales()).add(counters))
                .add(invoiceLines, history.knownFrom());
        Set<String> corrections = addCorrections(input, period, invoiceLines);
        Instant created = input.license().dates().createdAt();
        catalogs.noteIfUnknown(created.isAfter(period.from()) ? created : period.from());
        catalogs.notes().forEach(invoiceLines::note);
        return new Bill(invoice(input.license(), period, invoiceLines), invoiceLines.uses(period), corrections);
    }

    /**
     * Adds a note for budgets that the customer's licenses share: they are billed once, on the invoice of the customer.
     */
    private static void noteBudgets(History history, BillingPeriod period, InvoiceLines invoiceLines) {
        String customer = history.record(period.last()).customer();
        Stream.concat(Stream.of(period.last()), history.turns().stream().filter(period::has))
                .flatMap(instant ->
                        Limit.select(history.quotas(instant).amounts().limits(), QuotaLimit.class).stream())
                .filter(limit -> limit.of() == Scope.CUSTOMER)
                .map(limit -> "Limit '" + limit.name() + "' is shared by the licenses of customer '" + customer
                        + "'; its overage is on the invoice of the customer.")
                .forEach(invoiceLines::note);
    }

    /**
     * Returns the first instant of the billing period that contains an instant, even if not all of its revisions were
     * kept.
     */
    public static Instant periodStart(
            LicenseRecord license, List<LicenseRevision> past, CatalogTimeline catalogs, Instant at) {
        return BillingPeriod.around(new History(license, past, catalogs, Instant.MIN), at)
                .from();
    }

    /** Adds the corrections of the period, and those of periods that were closed before. */
    private static Set<String> addCorrections(InvoiceInput input, BillingPeriod period, InvoiceLines invoiceLines) {
        Set<String> shown = new LinkedHashSet<>();
        for (UsageCorrection correction : input.corrections()) {
            boolean isLate = correction.at().isBefore(input.closed().until());
            if ((isLate || period.has(correction.at())) && !input.closed().shows(correction.id())) {
                shown.add(correction.id());
                invoiceLines.shown(
                        Kind.CORRECTION,
                        correction.meter() + ", correction " + correction.id() + " of " + correction.at()
                                + owner(correction),
                        Quantity.decimal(correction.units(), input.scales().applyAsInt(correction.meter())));
            }
        }
        return shown;
    }

    private static String owner(UsageCorrection correction) {
        StringJoiner owner = new StringJoiner(", ", ", of ", "").setEmptyValue("");
        if (correction.key() != null) {
            owner.add(correction.key().isEmpty() ? "calls without a key" : "key " + correction.key());
        }
        if (correction.user() != null) {
            owner.add(correction.user().isEmpty() ? "unknown users" : "user " + correction.user());
        }
        correction.grants().forEach(grant -> owner.add("grant " + grant));
        return owner.toString();
    }

    private static Invoice invoice(LicenseRecord license, BillingPeriod period, InvoiceLines invoiceLines) {
        return invoiceLines.invoice(license.id().value(), license.customer(), period);
    }
}
