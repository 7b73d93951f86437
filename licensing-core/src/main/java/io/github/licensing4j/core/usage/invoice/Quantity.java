package io.github.licensing4j.core.usage.invoice;

import java.math.BigDecimal;

/** Units of a meter as the number they stand for. */
final class Quantity {
    private Quantity() {}

    /** @param scale how many decimal places the meter has */
    static BigDecimal of(long smallest, int scale) {
        BigDecimal number = BigDecimal.valueOf(smallest, scale).stripTrailingZeros();
        return number.scale() < 0 ? number.setScale(0) : number;
    }
}
