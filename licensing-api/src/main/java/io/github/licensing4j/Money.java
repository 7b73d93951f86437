package io.github.licensing4j;

import java.math.BigDecimal;
import java.util.Currency;

/**
 * An exact amount of one currency, written {@code 49.00 USD}.
 *
 * @param amount exact, of any scale: a unit price may be far below the minor unit
 * @param currency ISO 4217
 */
public record Money(BigDecimal amount, Currency currency) {

    /**
     * Reads {@code amount CURRENCY}.
     *
     * @throws IllegalArgumentException if the text is not of that form or the currency is unknown
     */
    public static Money parse(String text) {
        String[] parts = text.trim().split(" +", -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException(
                    "money is written as amount and currency, such as 49.00 USD, got '" + text + "'");
        }
        try {
            return new Money(new BigDecimal(parts[0]), Currency.getInstance(parts[1]));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "money is written as amount and currency, such as 49.00 USD, got '" + text + "'", e);
        }
    }

    @Override
    public String toString() {
        return amount.toPlainString() + " " + currency.getCurrencyCode();
    }
}
