package io.github.licensing4j.core.catalog;

import io.github.licensing4j.Meter;
import io.github.licensing4j.core.catalog.Node.Scalar;
import io.github.licensing4j.core.catalog.Node.ScalarType;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The expected form and range of a number in a catalog. */
sealed interface PlainNumber {

    /** Returns the number, null if the value has another form or is out of range. */
    @Nullable
    Long read(@Nullable Node value);

    /** Returns the form for messages. */
    String expected();

    static PlainNumber integer(long min, long max) {
        return new Whole(min, max);
    }

    /**
     * Returns the form of an amount of a meter. It is read in the meter's smallest unit.
     *
     * @param min in the meter's smallest unit
     */
    static PlainNumber amount(long min, Meter meter) {
        return meter.scale() == 0 ? integer(min, Fields.MAX_INTEGER) : new Amount(min, meter);
    }

    /** An integer. */
    record Whole(long min, long max) implements PlainNumber {
        @Override
        public @Nullable Long read(@Nullable Node value) {
            if (value instanceof Scalar scalar && scalar.type() == ScalarType.INTEGER && isPlain(scalar.text())) {
                long number = Long.parseLong(scalar.text());
                if (number >= min && number <= max) {
                    return number;
                }
            }
            return null;
        }

        // Digits only: neither 1_000 nor 0x10 nor 010, which other YAML versions read as other numbers.
        private static boolean isPlain(String digits) {
            return digits.length() <= 18
                    && digits.chars().allMatch(c -> c >= '0' && c <= '9')
                    && (digits.length() == 1 || digits.charAt(0) != '0');
        }

        @Override
        public String expected() {
            return "an integer from " + min + " to " + max + " written in digits alone";
        }
    }

    /** An amount of a meter with decimal places. */
    record Amount(long min, Meter meter) implements PlainNumber {
        /** The maximum of smallest units in an amount: the sum of a few such amounts still fits a long. */
        private static final long MAX_SMALLEST = 1_000_000_000_000_000_000L;

        private static final long[] POWERS_OF_TEN = {
            1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000
        };

        // Digits only, as for integers; trailing zeros count as digits, because they were written on purpose.
        private static final Pattern DIGITS = Pattern.compile("(0|[1-9][0-9]{0,17})([.][0-9]{1,18})?");

        @Override
        public @Nullable Long read(@Nullable Node value) {
            if (value instanceof Scalar scalar && DIGITS.matcher(scalar.text()).matches()) {
                BigDecimal units = new BigDecimal(scalar.text());
                if ((scalar.type() == ScalarType.INTEGER || scalar.type() == ScalarType.DECIMAL)
                        && units.scale() <= meter.scale()
                        && units.compareTo(meter.units(min)) >= 0
                        && units.compareTo(most()) <= 0) {
                    return meter.smallest(units);
                }
            }
            return null;
        }

        @Override
        public String expected() {
            return "a number from " + (min == 0 ? "0" : meter.units(min).toPlainString()) + " to "
                    + most().toPlainString() + " with at most " + meter.scale()
                    + " digits after the point, the scale of meter '" + meter.name() + "'";
        }

        private BigDecimal most() {
            return BigDecimal.valueOf(Math.min(Fields.MAX_INTEGER, MAX_SMALLEST / POWERS_OF_TEN[meter.scale()]));
        }
    }
}
