package io.github.licensing4j;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * A quantity that calls are charged in.
 *
 * <p>Limits, statuses and usage are kept in its <em>smallest unit</em>: a unit has 10<sup>scale</sup> of them. Without a
 * scale the two are the same.
 *
 * @param name its name
 * @param unit what it counts, such as {@code byte}; for people
 * @param scale how many digits after the point an amount may have; 0 to 9
 * @param measure what the library measures for it, null if the application reports its units
 */
public record Meter(
        String name, String unit, int scale, @Nullable Measure measure) {
    /** The maximum of digits after the point. */
    public static final int MAX_SCALE = 9;

    public Meter {
        if (scale < 0 || scale > MAX_SCALE) {
            throw new IllegalArgumentException(
                    "meter '" + name + "' needs a scale from 0 to " + MAX_SCALE + ", got " + scale);
        }
    }

    /**
     * Converts units with decimal places to smallest units. Exact: nothing is rounded.
     *
     * @throws IllegalArgumentException if units are negative, have more digits than the scale or are too many to count
     */
    public long smallest(BigDecimal units) {
        if (units.signum() < 0) {
            throw new IllegalArgumentException("units are 0 or more, got " + shown(units) + " on '" + name + "'");
        }
        // A number such as 1E+999999999 must be refused before it is written out.
        if (units.signum() > 0 && (long) units.precision() - units.scale() + scale > 19) {
            throw new IllegalArgumentException(shown(units) + " of '" + name + "' are too many to count");
        }
        if (units.signum() > 0 && units.stripTrailingZeros().scale() > scale) {
            throw new IllegalArgumentException(shown(units) + " of '" + name + "' has more digits after the point than "
                    + (scale == 0 ? "none" : scale) + ", the scale of the meter");
        }
        BigInteger smallest = units.signum() == 0
                ? BigInteger.ZERO
                : units.scaleByPowerOfTen(scale).toBigIntegerExact();
        if (smallest.bitLength() > 63) {
            throw new IllegalArgumentException(shown(units) + " of '" + name + "' are too many to count");
        }
        return smallest.longValue();
    }

    /**
     * Converts a quantity to smallest units. Exact: nothing is rounded.
     *
     * @throws IllegalArgumentException if it is in another unit than this meter, is negative, has more digits than the scale or
     *     is too much to count
     */
    public long smallest(Quantity quantity) {
        if (quantity.isInSmallestUnit()) {
            return new Meter(name, Quantity.SMALLEST, 0, null).smallest(quantity.amount());
        }
        if (!quantity.unit().equals(unit)) {
            throw new IllegalArgumentException("meter '" + name + "' counts in '" + unit + "', got " + quantity
                    + "; expected the unit of the meter");
        }
        return smallest(quantity.amount());
    }

    /** Converts smallest units to a quantity in the unit of this meter. */
    public Quantity quantity(long smallest) {
        return new Quantity(units(smallest), unit);
    }

    /** Converts smallest units to units, with as many digits after the point as the scale has. */
    public BigDecimal units(long smallest) {
        return BigDecimal.valueOf(smallest, scale);
    }

    private static String shown(BigDecimal units) {
        return units.precision() > 40 || Math.abs((long) units.scale()) > 40
                ? "a number of that size"
                : units.toPlainString();
    }
}
