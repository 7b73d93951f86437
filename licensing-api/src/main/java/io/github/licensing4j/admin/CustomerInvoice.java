package io.github.licensing4j.admin;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The charges of a customer for one calendar month in UTC for budgets that its licenses share, each once. It is a
 * preview until the month has ended, and final after that; it is not a tax document. All other charges are on the
 * {@link Invoice} of each license.
 *
 * @param customer the customer
 * @param from the first instant of the month
 * @param to the first instant after it
 * @param currency of every amount, null where nothing has a price
 * @param lines charges, and lines that are shown although they cost nothing
 * @param total the sum of the amounts of all lines
 * @param notes what could not be determined or is left out, one sentence each
 * @param closedAt when it was made final, null while it is a preview. A final invoice never changes: later corrections
 *     and usage are differences in the month in which they arrive
 */
public record CustomerInvoice(
        String customer,
        Instant from,
        Instant to,
        @Nullable Currency currency,
        List<Invoice.Line> lines,
        BigDecimal total,
        List<String> notes,
        @Nullable Instant closedAt) {
    public CustomerInvoice {
        lines = List.copyOf(lines);
        notes = List.copyOf(notes);
    }
}
