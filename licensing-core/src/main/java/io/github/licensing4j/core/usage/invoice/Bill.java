package io.github.licensing4j.core.usage.invoice;

import io.github.licensing4j.admin.Invoice;
import java.util.List;
import java.util.Set;

/**
 * An invoice with the data for comparison with later invoices.
 *
 * @param invoice the invoice
 * @param uses the billed units of each limit, including differences of earlier periods
 * @param corrections the ids of the corrections on it
 */
public record Bill(Invoice invoice, List<BilledUse> uses, Set<String> corrections) {
    public Bill {
        uses = List.copyOf(uses);
        corrections = Set.copyOf(corrections);
    }
}
