package io.github.licensing4j.admin;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The charges for one license in one billing period. It is a preview until the period has ended, and final after that;
 * it is not a tax document.
 *
 * @param license its id
 * @param customer its customer
 * @param from the first instant of the period
 * @param to the first instant after it
 * @param currency of every amount, null where nothing has a price
 * @param lines charges, and lines that are shown although they cost nothing
 * @param total the sum of the amounts of all lines
 * @param notes what could not be determined or is left out, one sentence each
 * @param closedAt when it was made final, null while it is a preview. A final invoice never changes: later corrections
 *     and usage are differences in the period in which they arrive
 */
public record Invoice(
        String license,
        String customer,
        Instant from,
        Instant to,
        @Nullable Currency currency,
        List<Line> lines,
        BigDecimal total,
        List<String> notes,
        @Nullable Instant closedAt) {
    public Invoice {
        lines = List.copyOf(lines);
        notes = List.copyOf(notes);
    }

    /** Returns this invoice, made final at an instant. */
    public Invoice closed(Instant at) {
        return new Invoice(license, customer, from, to, currency, lines, total, notes, at);
    }

    /**
     * One line.
     *
     * @param kind its kind
     * @param description for people
     * @param quantity how much: units of a meter, the part of a billing period for {@link Kind#BASE}, or days of all holders for
     *     {@link Kind#SEATS}
     * @param unitPrice exact, null where it has no price; for {@link Kind#SEATS}, of one seat for a whole billing period
     * @param amount rounded half-even to the minor unit of the currency
     */
    public record Line(
            Kind kind,
            String description,
            BigDecimal quantity,
            @Nullable BigDecimal unitPrice,
            BigDecimal amount) {}

    /** The kind of a line. */
    public enum Kind {
        /** The price of a plan, for the part of the period in which it was in force. */
        BASE,
        /** Units of a quota that its amount includes. */
        INCLUDED,
        /** Units of a quota beyond its amount. */
        OVERAGE,
        /** Seats of a limit, for the days on which they were held. */
        SEATS,
        /** Prepaid units that became available. */
        CREDITS_GRANTED,
        /** Prepaid units that are consumed. */
        CREDITS_CONSUMED,
        /** Prepaid units that lapsed. */
        CREDITS_EXPIRED,
        /** Prepaid units that were voided. */
        CREDITS_VOIDED,
        /** A correction of usage; its units are in the other lines already. */
        CORRECTION,
        /**
         * The effect of corrections and late usage on a period whose invoice is final; below 0 where it was too much.
         */
        DIFFERENCE
    }
}
