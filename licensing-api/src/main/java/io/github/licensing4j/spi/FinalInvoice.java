package io.github.licensing4j.spi;

import java.time.Instant;
import java.util.Set;

/**
 * The invoice of a billing period that has ended. It is stored once and never changes.
 *
 * @param issuer the exact {@code iss}
 * @param subject whose invoice: {@code license/} and the id of a license, or {@code customer/} and the name of a
 *     customer
 * @param from the first instant of the period, in whole milliseconds
 * @param to the first instant after it
 * @param catalogs the hashes of the catalogs that it was made under; these are never removed
 * @param closedAt when it was stored
 * @param document the invoice, as JSON
 */
public record FinalInvoice(
        String issuer,
        String subject,
        Instant from,
        Instant to,
        Set<String> catalogs,
        Instant closedAt,
        String document) {
    public FinalInvoice {
        catalogs = Set.copyOf(catalogs);
    }

    /** Returns the subject of the invoices of a license. */
    public static String ofLicense(String id) {
        return "license/" + id;
    }

    /** Returns the subject of the invoices of a customer. */
    public static String ofCustomer(String customer) {
        return "customer/" + customer;
    }
}
