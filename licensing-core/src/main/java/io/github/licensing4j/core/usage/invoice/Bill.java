package io.github.licensing4j.core.usage.invoice;

import io.github.licensing4j.admin.Invoice;
import java.util.List;
import java.util.Set;

/**
 * An invoice with what later invoices are compared with.
 *
 * @param invoice the invoice
 * @param uses what it bills of each limit, differences of earlier periods included
 * @param corrections the ids of the corrections that it shows
 */
public record Bill(Invoice invoice, List<BilledUse> uses, Set<String> corrections) {
    public Bill {
        uses = List.copyOf(uses);
        corrections = Set.copyOf(corrections);
    }
}
