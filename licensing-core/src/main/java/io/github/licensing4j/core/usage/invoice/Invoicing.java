package io.github.licensing4j.core.usage.invoice;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.admin.Invoice;
import io.github.licensing4j.admin.Invoice.Kind;
import io.github.licensing4j.admin.Invoice.Line;
import io.github.licensing4j.core.catalog.Catalog;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.UsageCorrection;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * Works out what a license would be billed for one billing period: the prices of its plans, what was used beyond its quotas,
 * and, for information, what was included, prepaid and corrected. A pure function of its input.
 *
 * <p>A quota period belongs to the billing period in which it ends. Each line is rounded half-even to the minor unit of the
 * currency, and the total is the sum of the rounded lines. Nothing is billed for a trial.
 */
public final class Invoicing {
    private Invoicing() {}

    /**
     * The invoice for the billing period that an instant lies in.
     *
     * @throws LicensingException if prices are in several currencies, or in one without a minor unit
     * @throws io.github.licensing4j.UnknownNameException if the catalog does not have a plan of the license
     */
    public static Invoice preview(InvoiceInput input) {
        History history = new History(input.license(), input.catalog());
        BillingPeriod period = BillingPeriod.at(history, input.at());
        Sheet sheet = new Sheet(input.license().id().value());
        new BaseLines(history, period, sheet).add();
        new QuotaLines(history, period, sheet, input.scales()).add(input.counters());
        new CreditLines(history.terms(input.at()), period, sheet, input.scales()).add(input.grants(), input.counters());
        addCorrections(input, period, sheet);
        noteWhatIsNotKnown(input.license(), history, period, sheet);
        return invoice(input.license(), period, sheet);
    }

    /**
     * The first instant of the billing period that an instant lies in.
     *
     * @throws io.github.licensing4j.UnknownNameException if the catalog does not have a plan of the license
     */
    public static Instant periodStart(LicenseRecord license, Catalog catalog, Instant at) {
        return BillingPeriod.at(new History(license, catalog), at).from();
    }

    private static void addCorrections(InvoiceInput input, BillingPeriod period, Sheet sheet) {
        for (UsageCorrection correction : input.corrections()) {
            if (period.has(correction.at())) {
                sheet.shown(
                        Kind.CORRECTION,
                        correction.meter() + ", correction " + correction.id() + " of " + correction.at(),
                        Quantity.of(correction.units(), input.scales().applyAsInt(correction.meter())));
            }
        }
    }

    private static void noteWhatIsNotKnown(LicenseRecord license, History history, BillingPeriod period, Sheet sheet) {
        Instant anchor = license.anchor();
        if (anchor.isAfter(history.start()) && period.from().isBefore(anchor)) {
            sheet.note("Periods are counted from " + anchor
                    + "; what they were counted from before, and on which plan, is" + " not kept.");
        }
        if (license.revision() > 1 && license.changedAt().isAfter(period.from()) && license.change() == null) {
            sheet.note("The license was changed at " + license.changedAt() + ". A change of plan that carried its usage"
                    + " leaves no trace; the plan it has now is billed for the whole period.");
        }
    }

    private static Invoice invoice(LicenseRecord license, BillingPeriod period, Sheet sheet) {
        List<Line> lines = sheet.lines();
        return new Invoice(
                license.id().value(),
                license.customer(),
                period.from(),
                period.to(),
                sheet.currency(),
                lines,
                lines.stream().map(Line::amount).reduce(BigDecimal.ZERO, BigDecimal::add),
                sheet.notes());
    }
}
