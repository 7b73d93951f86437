package io.github.licensing4j;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Period;
import java.time.temporal.ChronoUnit;

/**
 * The length of a contract period: a number of calendar units, or an exact time. Written in ISO 8601, {@code P1M} or
 * {@code PT1H}; never both at once, so that it has one meaning across a change of clocks.
 *
 * <p>At most 1,000 years, and whole milliseconds.
 *
 * @param date the calendar part, zero where the period is an exact time
 * @param time the exact time, zero where the period is of calendar units
 */
public record ContractPeriod(Period date, Duration time) {
    private static final long MAX_YEARS = 1_000;

    public ContractPeriod {
        date = date.normalized();
        if (date.isNegative() || time.isNegative() || date.isZero() == time.isZero()) {
            throw new IllegalArgumentException(
                    "a period is either calendar units (P1M) or a time (PT1H), above zero, got " + date + " and "
                            + time);
        }
        if (date.toTotalMonths() > 12 * MAX_YEARS
                || date.get(ChronoUnit.DAYS) > 366 * MAX_YEARS
                || time.toDays() > 366 * MAX_YEARS
                || !time.truncatedTo(ChronoUnit.MILLIS).equals(time)) {
            throw new IllegalArgumentException("a period is whole milliseconds and at most " + MAX_YEARS
                    + " years, got " + (date.isZero() ? time : date));
        }
    }

    /**
     * Reads an ISO 8601 period or duration.
     *
     * @throws IllegalArgumentException if it is neither, mixes both, or is not above zero
     */
    public static ContractPeriod parse(String text) {
        try {
            return text.startsWith("PT")
                    ? new ContractPeriod(Period.ZERO, Duration.parse(text))
                    : new ContractPeriod(Period.parse(text), Duration.ZERO);
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException(
                    "a period is written in ISO 8601, such as P1M or PT1H, got '" + text + "'", e);
        }
    }

    /** Returns whether it is of calendar units, whose length in seconds varies. */
    public boolean isCalendar() {
        return !date.isZero();
    }

    @Override
    public String toString() {
        return isCalendar() ? date.toString() : time.toString();
    }
}
