package io.github.licensing4j.core.usage.invoice;

import java.math.BigDecimal;

/** Converts units of a meter to a decimal number. */
final class Quantity {
    private Quantity() {}

    /** @param scale the decimal places of the meter */
    static BigDecimal of(long smallest, int scale) {
        BigDecimal number = BigDecimal.valueOf(smallest, scale).stripTrailingZeros();
        return number.scale() < 0 ? number.setScale(0) : number;
    }
}
