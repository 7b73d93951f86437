package io.github.licensing4j.core.insight;

import io.github.licensing4j.admin.Invoice;
import io.github.licensing4j.core.usage.invoice.BillDocument;
import io.github.licensing4j.core.usage.invoice.PlanAmounts;
import io.github.licensing4j.spi.FinalInvoice;
import io.github.licensing4j.spi.InsightStore;
import io.github.licensing4j.spi.InvoiceRevenue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds the amounts of final invoices to the figures of revenue, from the documents of the invoices, which never change. An invoice whose
 * document cannot be read is left out and counted, and tried again the next time. Safe for use by many threads.
 */
public final class InvoiceAmounts {
    private static final Logger log = LoggerFactory.getLogger(InvoiceAmounts.class);
    private static final int AT_ONCE = 200;

    private final InsightStore store;
    private final AtomicLong unreadable = new AtomicLong();

    public InvoiceAmounts(InsightStore store) {
        this.store = store;
    }

    /** Returns how many invoices could not be read the last time. */
    public long unreadable() {
        return unreadable.get();
    }

    /** Adds every invoice that was not added yet. Several nodes may do so at once: each invoice is added once. */
    public void addAll() {
        List<Unreadable> failed = new ArrayList<>();
        FinalInvoice last = null;
        List<FinalInvoice> found;
        do {
            found = store.invoicesToAdd(last, AT_ONCE);
            if (!found.isEmpty()) {
                List<InvoiceRevenue> revenue = readable(found, failed);
                if (!revenue.isEmpty()) {
                    store.addRevenue(revenue);
                }
                last = found.get(found.size() - 1);
            }
        } while (found.size() == AT_ONCE);
        // Said when their number changes, not with each run.
        if (unreadable.getAndSet(failed.size()) != failed.size()) {
            say(failed);
        }
    }

    private record Unreadable(FinalInvoice invoice, RuntimeException cause) {}

    private static List<InvoiceRevenue> readable(List<FinalInvoice> found, List<Unreadable> failed) {
        List<InvoiceRevenue> revenue = new ArrayList<>();
        for (FinalInvoice one : found) {
            try {
                revenue.add(revenue(one));
            } catch (RuntimeException e) {
                failed.add(new Unreadable(one, e));
            }
        }
        return revenue;
    }

    private static void say(List<Unreadable> failed) {
        if (failed.isEmpty()) {
            log.info("All final invoices can be read again; the figures of revenue are complete");
            return;
        }
        Unreadable first = failed.get(0);
        log.warn(
                "{} final invoices cannot be read, and the figures of revenue leave them out; the first is that of {} of {} from {}",
                failed.size(),
                first.invoice.subject(),
                first.invoice.issuer(),
                first.invoice.from(),
                first.cause);
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
