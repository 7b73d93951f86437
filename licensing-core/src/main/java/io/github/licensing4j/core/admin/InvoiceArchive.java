package io.github.licensing4j.core.admin;

import io.github.licensing4j.core.catalog.CatalogTimeline;
import io.github.licensing4j.core.usage.invoice.Bill;
import io.github.licensing4j.core.usage.invoice.BillDocument;
import io.github.licensing4j.core.usage.invoice.ClosedBills;
import io.github.licensing4j.spi.FinalInvoice;
import io.github.licensing4j.spi.TermsStore;
import java.time.Instant;
import java.util.Optional;

/** Stores final invoices of licenses and of customers, and reads them. */
final class InvoiceArchive {
    /** The maximum of attempts to close a period that other nodes close first. */
    static final int ATTEMPTS = 100;

    private final AdminTransactions adminTransactions;

    InvoiceArchive(AdminTransactions adminTransactions) {
        this.adminTransactions = adminTransactions;
    }

    private TermsStore terms() {
        return adminTransactions.store().terms();
    }

    /** Returns whether the store keeps final invoices. */
    boolean isKept() {
        return terms() != TermsStore.none();
    }

    /** Returns the final invoice of the period that contains an instant. */
    Optional<Bill> at(String issuer, String subject, Instant at) {
        return terms().invoice(issuer, subject, at).map(InvoiceArchive::bill);
    }

    ClosedBills all(String issuer, String subject) {
        return new ClosedBills(terms().invoices(issuer, subject).stream()
                .map(InvoiceArchive::bill)
                .toList());
    }

    private static Bill bill(FinalInvoice invoice) {
        return BillDocument.read(invoice.document(), invoice.closedAt());
    }

    /**
     * Stores an invoice as final.
     *
     * @param catalogs the catalogs that it was made under
     * @return false if another node has stored one of that time before
     */
    boolean close(String issuer, String subject, Bill bill, CatalogTimeline catalogs) {
        return terms().close(new FinalInvoice(
                issuer,
                subject,
                bill.invoice().from(),
                bill.invoice().to(),
                catalogs.used(),
                adminTransactions.now(),
                BillDocument.write(bill)));
    }
}
