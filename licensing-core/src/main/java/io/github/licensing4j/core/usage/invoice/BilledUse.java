package io.github.licensing4j.core.usage.invoice;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The billed units of one limit in one billing period: on the invoice of that period, and later differences on invoices
 * of later periods.
 *
 * @param from the first instant of the period in which the units were used
 * @param to the first instant after it
 * @param limit the name of the limit
 * @param meter its meter, null for calls
 * @param used units that were used, in the meter's smallest unit
 * @param carried units that were carried into its quota periods
 * @param amount what was billed for them
 * @param currency the currency of the amount, null if they have no price
 */
record BilledUse(
        Instant from,
        Instant to,
        String limit,
        @Nullable String meter,
        long used,
        long carried,
        BigDecimal amount,
        @Nullable String currency) {

    boolean isOf(BilledUse other) {
        return from.equals(other.from) && limit.equals(other.limit);
    }

    BilledUse in(BillingPeriod period) {
        return new BilledUse(period.from(), period.to(), limit, meter, used, carried, amount, currency);
    }

    BilledUse plus(BilledUse other) {
        return new BilledUse(
                from,
                to,
                limit,
                meter,
                used + other.used,
                carried + other.carried,
                amount.add(other.amount),
                currency == null ? other.currency : currency);
    }

    BilledUse minus(BilledUse other) {
        return new BilledUse(
                from,
                to,
                limit,
                meter,
                used - other.used,
                carried - other.carried,
                amount.subtract(other.amount),
                currency == null ? other.currency : currency);
    }
}
