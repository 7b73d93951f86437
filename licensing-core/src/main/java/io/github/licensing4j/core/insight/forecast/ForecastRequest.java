package io.github.licensing4j.core.insight.forecast;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The usage so far and the rest of a period.
 *
 * @param history units of consecutive complete days, the latest last, which is the day before today. A day without a record has
 *     0 units, a corrected one may be negative
 * @param elapsedDays the number of complete days of the present period
 * @param today the day of the first share
 * @param shares the part of each day that is left in the period, from 0 to 1, today first: {@link DaysLeft#shares}. At least one
 * @param used the units of the period so far, those of today included; may be negative by corrections
 * @param remaining the units until the amount is used up; 0 or less if it is, null without an amount
 */
public record ForecastRequest(
        List<Long> history,
        int elapsedDays,
        LocalDate today,
        List<Double> shares,
        long used,
        @Nullable Long remaining) {
    public ForecastRequest {
        history = List.copyOf(history);
        shares = List.copyOf(shares);
        if (shares.isEmpty()) {
            throw new IllegalArgumentException("shares: got none, expected at least that of today");
        }
    }
}
