package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.InsightDimension;
import io.github.licensing4j.InsightGroup;
import io.github.licensing4j.Page;
import io.github.licensing4j.RevenueFigures;
import io.github.licensing4j.core.store.Hours;
import io.github.licensing4j.core.store.InsightSpan;
import io.github.licensing4j.spi.FinalInvoice;
import io.github.licensing4j.spi.InsightQuery;
import io.github.licensing4j.spi.InvoiceRevenue;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The amounts of final invoices. Guarded by the lock of the store. */
final class RevenueRows {
    private final InMemoryTermsStore terms;
    private final Map<Invoice, InvoiceRevenue> added = new LinkedHashMap<>();

    private record Invoice(String issuer, String subject, Instant from) implements Comparable<Invoice> {
        private static final Comparator<Invoice> ORDER = Comparator.comparing(Invoice::issuer)
                .thenComparing(Invoice::subject)
                .thenComparing(Invoice::from);

        static Invoice of(FinalInvoice one) {
            return new Invoice(one.issuer(), one.subject(), one.from());
        }

        @Override
        public int compareTo(Invoice other) {
            return ORDER.compare(this, other);
        }
    }

    /** An amount, and the invoices that it is of. */
    private record Amount(BigDecimal sum, Set<Invoice> invoices) {
        Amount plus(Amount more) {
            Set<Invoice> all = new HashSet<>(invoices);
            all.addAll(more.invoices);
            return new Amount(sum.add(more.sum), all);
        }
    }

    RevenueRows(InMemoryTermsStore terms) {
        this.terms = terms;
    }

    List<FinalInvoice> toAdd(@Nullable FinalInvoice after, int max) {
        return terms.invoices().stream()
                .filter(one -> !added.containsKey(Invoice.of(one)))
                .filter(one -> after == null || Invoice.of(one).compareTo(Invoice.of(after)) > 0)
                .sorted(Comparator.comparing(Invoice::of))
                .limit(max)
                .toList();
    }

    void add(InvoiceRevenue one) {
        added.putIfAbsent(new Invoice(one.issuer(), one.subject(), one.from()), one);
    }

    Page<InsightGroup<RevenueFigures>> find(InsightQuery query, Set<InsightDimension> keys) {
        InsightSearch<Amount> search =
                new InsightSearch<>(query, InsightSpan.ofMeasurements(query), keys, Amount::plus);
        added.forEach((invoice, one) -> {
            if (one.issuer().equals(query.issuer())) {
                long hour = Hours.of(one.to().minusMillis(1));
                one.amounts()
                        .forEach((plan, minor) -> search.add(
                                hour,
                                Map.of(
                                        InsightDimension.PLAN,
                                        plan,
                                        InsightDimension.CUSTOMER,
                                        one.customer(),
                                        InsightDimension.CURRENCY,
                                        one.currency()),
                                new Amount(amount(minor, one.currency()), Set.of(invoice))));
            }
        });
        return search.page(
                amount -> new RevenueFigures(amount.sum, amount.invoices.size()),
                figures -> List.of(figures.amount().unscaledValue().longValue()));
    }

    private static BigDecimal amount(long minor, String currency) {
        int digits = currency.isEmpty() ? 0 : Currency.getInstance(currency).getDefaultFractionDigits();
        return BigDecimal.valueOf(minor, Math.max(0, digits));
    }
}
