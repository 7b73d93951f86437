package io.github.licensing4j.admin;

import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.Money;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The expected usage of a quota at the end of its present period, or of credits within the next 30 days, from the daily usage of
 * the last half year. Units are the meter's smallest. Days are those of UTC.
 *
 * @param status the current state of the limit
 * @param until the end of the period, exclusive
 * @param expected the forecast, null if there is none
 * @param missing why there is none, null if there is one
 */
public record UsageForecast(
        LimitStatus status,
        Instant until,
        @Nullable Expected expected,
        @Nullable Missing missing) {

    /** Reasons for no forecast. */
    public enum Missing {
        /** The meter was not used in the last half year. */
        NO_USAGE,
        /** Fewer than three complete days since the first usage. */
        TOO_FEW_DAYS,
        /** The rest of the period is longer than a year. */
        PERIOD_TOO_LONG,
        /** A condition selects the calls that count; the usage of days contains all of them. */
        CONDITIONAL
    }

    /** Methods that forecasts are combined from. */
    public enum Method {
        /** The mean of the days of the present period, and of at least the last week. */
        RUN_RATE,
        /** The last week repeated. */
        SEASONAL_NAIVE,
        /** The mean of the same weekday of the last four weeks. */
        WEEKDAY_MEAN,
        /** Exponential smoothing of the logarithm: level, damped trend and weekly season. */
        DAMPED_HOLT_WINTERS
    }

    /**
     * Expected usage.
     *
     * @param units of the whole period, with those used so far; they may exceed what the limit lets pass. Of credits those of the
     *     next 30 days
     * @param range within which the units are expected, null where the past has fewer than 20 forecasts to compare with
     * @param methods the share of each method, with the sum 1
     * @param accuracy in the past, null where the history is too short to measure it
     * @param exhaustsAt the start of the first day on which the limit would refuse, or the time of the forecast if that is today;
     *     null if not within the period
     * @param overageCost what the units beyond the amount and what was carried would cost; null where overage has no price, and on
     *     trial. Of a budget that the licenses of a customer share, what it costs the customer
     */
    public record Expected(
            long units,
            @Nullable Range range,
            Map<Method, Double> methods,
            @Nullable Accuracy accuracy,
            @Nullable Instant exhaustsAt,
            @Nullable Money overageCost) {
        public Expected {
            methods = Collections.unmodifiableMap(new TreeMap<>(methods));
        }
    }

    /**
     * A range of units.
     *
     * @param level the share of totals that the range claims to contain, 0.8
     * @param coverage the share that it contained in the past; null if not measured
     */
    public record Range(
            long low, long high, double level, @Nullable Double coverage) {}

    /**
     * Mean absolute errors of forecasts of the past, as shares of the usual units of as many days.
     *
     * @param forecasts their number
     * @param days of each forecast
     * @param error of the combined forecast
     * @param naiveError of the last week repeated
     */
    public record Accuracy(int forecasts, int days, double error, double naiveError) {}
}
