package io.github.licensing4j.core.usage.invoice;

import io.github.licensing4j.spi.SeatCounter;
import io.github.licensing4j.spi.SeatHolding;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts the calendar days on which seats were held, and computes their price. A day counts once for each holder, however long the
 * seat was held on it. It has no state.
 *
 * <p>A day is of the billing period in which it ends, so that each day is of one period, whatever its time of day the period begins at.
 */
final class SeatDays {
    private SeatDays() {}

    /**
     * A day.
     *
     * @param from its first instant
     * @param to the first instant after it
     */
    record Day(Instant from, Instant to) {}

    /** A holder of seats under one limit. */
    record Holder(SeatCounter counter, String name) {}

    /** Returns how many days end in a period, at least one. */
    static long count(Instant from, Instant to, ZoneId zone) {
        return Math.max(
                1,
                ChronoUnit.DAYS.between(
                        from.atZone(zone).toLocalDate(), to.atZone(zone).toLocalDate()));
    }

    /**
     * Returns the indexes of the days on which each holder held a seat.
     *
     * @param days in the order of time, without overlaps
     * @param until the end of what is counted
     */
    static Map<Holder, BitSet> held(List<Day> days, List<SeatHolding> holdings, Instant until) {
        Map<Holder, BitSet> held = new LinkedHashMap<>();
        for (SeatHolding holding : holdings) {
            Instant to = holding.to().isAfter(until) ? until : holding.to();
            BitSet indexes = new BitSet();
            for (int i = first(days, holding.from());
                    i < days.size() && days.get(i).from().isBefore(to);
                    i++) {
                indexes.set(i);
            }
            if (!indexes.isEmpty() && holding.from().isBefore(to)) {
                held.computeIfAbsent(new Holder(holding.counter(), holding.holder()), unused -> new BitSet())
                        .or(indexes);
            }
        }
        return held;
    }

    /** Returns the index of the first day that ends after an instant. */
    private static int first(List<Day> days, Instant after) {
        int low = 0;
        int high = days.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (days.get(middle).to().isAfter(after)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /**
     * Returns the price of days before rounding.
     *
     * @param seatDays the days of all holders together
     * @param length the days of the billing period
     * @param price of one seat for the billing period
     */
    static BigDecimal amount(long seatDays, long length, BigDecimal price) {
        return price.multiply(BigDecimal.valueOf(seatDays)).divide(BigDecimal.valueOf(length), MathContext.DECIMAL128);
    }
}
