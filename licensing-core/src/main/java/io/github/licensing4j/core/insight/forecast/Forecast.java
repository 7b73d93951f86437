package io.github.licensing4j.core.insight.forecast;

import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The expected usage of a period, or the reason why there is none. */
public sealed interface Forecast {
    /**
     * No forecast.
     *
     * @param reason why
     */
    record None(Reason reason) implements Forecast {}

    /** Reasons for no forecast. */
    enum Reason {
        /** No day has units, apart from those that corrections took away. */
        NO_USAGE,
        /** Fewer than three complete days since the first usage. */
        TOO_FEW_DAYS
    }

    /**
     * The usage that is expected at the end of a period.
     *
     * @param total the units of the whole period, with those used so far
     * @param range within which the total is expected, null where the past has fewer than 20 forecasts to compare with
     * @param weights the share of each method in the forecast, with the sum 1
     * @param accuracy in the past, null where the history is too short to measure it
     * @param exhaustedOn the first day on which the expected usage passes the remaining amount: today where nothing remains, null
     *     if not within the period or without an amount
     */
    record Expected(
            long total,
            @Nullable Range range,
            Map<Method, Double> weights,
            @Nullable Accuracy accuracy,
            @Nullable LocalDate exhaustedOn)
            implements Forecast {
        public Expected {
            weights = Map.copyOf(weights);
        }
    }

    /**
     * A range of totals.
     *
     * @param level the share of totals that the range claims to contain, 0.8
     * @param coverage the share that it contained in the past; null if not measured
     */
    record Range(long low, long high, double level, @Nullable Double coverage) {}

    /**
     * Mean absolute errors of forecasts of the past, as shares of the usual units of as many days.
     *
     * @param origins the number of forecasts
     * @param days of each forecast
     * @param error of the combined forecast
     * @param naiveError of the last week repeated
     */
    record Accuracy(int origins, int days, double error, double naiveError) {}
}
