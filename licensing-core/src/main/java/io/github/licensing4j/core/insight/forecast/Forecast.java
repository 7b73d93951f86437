package io.github.licensing4j.core.insight.forecast;

import io.github.licensing4j.admin.UsageForecast.Accuracy;
import io.github.licensing4j.admin.UsageForecast.Method;
import io.github.licensing4j.admin.UsageForecast.Missing;
import io.github.licensing4j.admin.UsageForecast.Range;
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
    record None(Missing reason) implements Forecast {}

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
}
