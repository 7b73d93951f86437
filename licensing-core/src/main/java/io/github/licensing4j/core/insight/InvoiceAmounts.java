package io.github.licensing4j.core.insight;

import io.github.licensing4j.admin.Invoice;
import io.github.licensing4j.core.usage.invoice.BillDocument;
import io.github.licensing4j.core.usage.invoice.PlanAmounts;
import io.github.licensing4j.spi.FinalInvoice;
import io.github.licensing4j.spi.InsightStore;
import io.github.licensing4j.spi.InvoiceRevenue;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Adds the amounts of final invoices to the figures of revenue, from the documents of the invoices, which never change. */
public final class InvoiceAmounts {
    private static final int AT_ONCE = 200;

    private final InsightStore store;

    public InvoiceAmounts(InsightStore store) {
        this.store = store;
    }

    /** Adds every invoice that was not added yet. Several nodes may do so at once: each invoice is added once. */
    public void addAll() {
        List<FinalInvoice> found;
        do {
            found = store.invoicesToAdd(AT_ONCE);
            if (!found.isEmpty()) {
                store.addRevenue(found.stream().map(InvoiceAmounts::revenue).toList());
            }
        } while (found.size() == AT_ONCE);
    }

    static InvoiceRevenue revenue(FinalInvoice stored) {
        Invoice invoice =
                BillDocument.read(stored.document(), stored.closedAt()).invoice();
        Currency currency = invoice.currency();
        Map<String, Long> amounts = new HashMap<>();
        PlanAmounts.of(invoice).forEach((plan, amount) -> amounts.put(plan, minor(amount, currency)));
        return new InvoiceRevenue(
                stored.issuer(),
                stored.subject(),
                stored.from(),
                stored.to(),
                invoice.customer(),
                currency == null ? "" : currency.getCurrencyCode(),
                amounts);
    }

    /** Every line of an invoice is rounded to the minor unit. */
    private static long minor(BigDecimal amount, @Nullable Currency currency) {
        return amount.movePointRight(currency == null ? 0 : currency.getDefaultFractionDigits())
                .longValueExact();
    }
}
