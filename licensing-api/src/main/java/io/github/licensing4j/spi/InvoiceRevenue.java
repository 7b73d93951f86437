package io.github.licensing4j.spi;

import java.time.Instant;
import java.util.Map;

/**
 * The amounts of one final invoice.
 *
 * @param issuer the exact {@code iss}
 * @param subject whose invoice, as {@link FinalInvoice#subject}
 * @param from the first instant of its period
 * @param to the first instant after it
 * @param customer the customer
 * @param currency the code of the currency, empty if nothing has a price
 * @param amounts the amount of each plan version in minor units of the currency; of no plan, under the empty name
 */
public record InvoiceRevenue(
        String issuer,
        String subject,
        Instant from,
        Instant to,
        String customer,
        String currency,
        Map<String, Long> amounts) {
    public InvoiceRevenue {
        amounts = Map.copyOf(amounts);
        if (amounts.isEmpty()) {
            throw new IllegalArgumentException("an invoice has an amount, if only 0");
        }
    }
}
