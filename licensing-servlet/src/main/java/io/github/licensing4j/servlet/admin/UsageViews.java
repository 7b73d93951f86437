package io.github.licensing4j.servlet.admin;

import io.github.licensing4j.Quantity;
import io.github.licensing4j.admin.CorrectionView;
import io.github.licensing4j.admin.CreditGrantView;
import io.github.licensing4j.admin.CustomerInvoice;
import io.github.licensing4j.admin.Invoice;
import io.github.licensing4j.servlet.admin.UsageResponses.CorrectionJson;
import io.github.licensing4j.servlet.admin.UsageResponses.CreditJson;
import io.github.licensing4j.servlet.admin.UsageResponses.CustomerInvoiceJson;
import io.github.licensing4j.servlet.admin.UsageResponses.InvoiceJson;
import io.github.licensing4j.servlet.admin.UsageResponses.InvoiceLineJson;
import io.github.licensing4j.servlet.admin.UsageResponses.Lines;
import io.github.licensing4j.servlet.admin.UsageResponses.Subject;
import io.github.licensing4j.servlet.admin.UsageResponses.Validity;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Converts usage to response bodies, in units of the meters. */
final class UsageViews {
    private UsageViews() {}

    static CorrectionJson correction(CorrectionView correction) {
        return new CorrectionJson(
                new Subject(
                        correction.id(),
                        correction.license(),
                        correction.customer(),
                        correction.plan(),
                        correction.meter()),
                number(correction.units()),
                correction.at(),
                correction.target().key(),
                correction.target().user(),
                correction.target().grants(),
                correction.entered().at(),
                correction.entered().actor(),
                correction.entered().reason());
    }

    /** Returns the number of units; null if they cannot be shown in the unit of their meter. */
    static @Nullable BigDecimal number(Quantity quantity) {
        return quantity.isInSmallestUnit() ? null : quantity.amount();
    }

    static CreditJson grant(CreditGrantView grant) {
        CreditGrantView.Times times = grant.times();
        return new CreditJson(
                grant.id(),
                grant.license(),
                grant.limit(),
                grant.meter(),
                number(grant.amount()),
                number(grant.consumed()),
                grant.priority(),
                new Validity(times.createdAt(), times.effectiveAt(), times.expiresAt(), times.voidedAt()));
    }

    static InvoiceJson invoice(Invoice invoice) {
        return new InvoiceJson(
                invoice.license(),
                invoice.customer(),
                invoice.from(),
                invoice.to(),
                new Lines(invoice.currency(), lines(invoice.lines()), invoice.total(), invoice.notes()),
                invoice.closedAt());
    }

    static CustomerInvoiceJson customerInvoice(CustomerInvoice invoice) {
        return new CustomerInvoiceJson(
                invoice.customer(),
                invoice.from(),
                invoice.to(),
                new Lines(invoice.currency(), lines(invoice.lines()), invoice.total(), invoice.notes()),
                invoice.closedAt());
    }

    private static List<InvoiceLineJson> lines(List<Invoice.Line> lines) {
        return lines.stream()
                .map(line -> new InvoiceLineJson(
                        line.kind(), line.description(), line.quantity(), line.unitPrice(), line.amount()))
                .toList();
    }
}
