package io.github.licensing4j;

import java.math.BigDecimal;

/**
 * An exact amount with its unit, such as 0.25 GB. {@link Meter#quantity} and {@link Meter#smallest(Quantity)} convert from
 * and to the smallest unit of a meter.
 *
 * @param amount the number of units, without trailing zeros after the point; may be below 0
 * @param unit the unit as the catalog names it for the meter, such as {@code byte}; or {@link #SMALLEST}
 */
public record Quantity(BigDecimal amount, String unit) {
    /** The unit of amounts in the smallest unit of a meter, see {@link Meter}. */
    public static final String SMALLEST = "smallest unit";

    /** More digits than any meter can count, on either side of the point. */
    private static final int MAX_DIGITS = 40;

    /** @throws IllegalArgumentException if the amount has more than 40 digits before or after the point */
    public Quantity {
        // A number such as 1E+999999999 must be refused before it is written out.
        if (amount.signum() == 0) {
            amount = BigDecimal.ZERO;
        } else if ((long) amount.precision() - amount.scale() > MAX_DIGITS || amount.scale() > MAX_DIGITS) {
            throw new IllegalArgumentException(
                    "a quantity in '" + unit + "' has at most " + MAX_DIGITS + " digits before and after the point");
        } else {
            amount = plain(amount);
        }
    }

    /** Returns whole units. */
    public static Quantity of(long units, String unit) {
        return new Quantity(BigDecimal.valueOf(units), unit);
    }

    /**
     * Returns units with decimal places.
     *
     * @param units a decimal number, such as {@code 0.25}
     * @throws IllegalArgumentException if it is no number, or has too many digits
     */
    public static Quantity of(String units, String unit) {
        try {
            return new Quantity(new BigDecimal(units), unit);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("expected a decimal number of '" + unit + "', got '" + units + "'", e);
        }
    }

    /** Returns smallest units of a meter: for example hundredths, if it has two decimal places. */
    public static Quantity smallest(long units) {
        return of(units, SMALLEST);
    }

    /** Returns whether the amount is in the smallest unit of a meter, because its decimal places are unknown or not needed. */
    public boolean isInSmallestUnit() {
        return unit.equals(SMALLEST);
    }

    /**
     * Converts smallest units to units, without trailing zeros after the point.
     *
     * @param scale the decimal places of the unit
     */
    public static BigDecimal decimal(long smallest, int scale) {
        return plain(BigDecimal.valueOf(smallest, scale));
    }

    private static BigDecimal plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    /** Returns the amount and the unit, such as {@code 0.25 GB}. */
    @Override
    public String toString() {
        return amount.toPlainString() + " " + unit;
    }
}
