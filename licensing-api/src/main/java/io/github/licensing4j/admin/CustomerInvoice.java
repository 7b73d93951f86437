package io.github.licensing4j.admin;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a customer would be billed for one calendar month in UTC for budgets that its licenses share, each once; a preview, not
 * a document of tax. Everything else is on the {@link Invoice} of each license.
 *
 * @param customer the customer
 * @param from the first instant of the month
 * @param to the first instant after it
 * @param currency of every amount, null where nothing has a price
 * @param lines what is billed, and what is shown though it costs nothing
 * @param total the sum of the amounts of all lines
 * @param notes what could not be known, and what is left out, one sentence each
 */
public record CustomerInvoice(
        String customer,
        Instant from,
        Instant to,
        @Nullable Currency currency,
        List<Invoice.Line> lines,
        BigDecimal total,
        List<String> notes) {
    public CustomerInvoice {
        lines = List.copyOf(lines);
        notes = List.copyOf(notes);
    }
}
