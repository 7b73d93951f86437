package io.github.licensing4j.core.admin;

import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.Money;
import io.github.licensing4j.admin.UsageForecast;
import io.github.licensing4j.admin.UsageForecast.Expected;
import io.github.licensing4j.admin.UsageForecast.Missing;
import io.github.licensing4j.core.insight.forecast.Forecast;
import io.github.licensing4j.core.insight.forecast.Forecast.None;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Converts forecasts of a limit to those of the public API.
 *
 * @param status the state of the limit
 * @param until the end of the period
 * @param now the time of the forecasts
 */
record ForecastViews(LimitStatus status, Instant until, Instant now) {
    /** @param cost of the overage of units of the period, null if it has none */
    UsageForecast of(Forecast forecast, LongFunction<@Nullable Money> cost) {
        if (forecast instanceof None none) {
            return missing(none.reason());
        }
        Forecast.Expected expected = (Forecast.Expected) forecast;
        return new UsageForecast(
                status,
                until,
                new Expected(
                        expected.total(),
                        expected.range(),
                        expected.weights(),
                        expected.accuracy(),
                        instant(expected.exhaustedOn()),
                        cost.apply(expected.total())),
                null);
    }

    UsageForecast missing(Missing why) {
        return new UsageForecast(status, until, null, why);
    }

    private @Nullable Instant instant(@Nullable LocalDate day) {
        if (day == null) {
            return null;
        }
        Instant start = day.atStartOfDay().toInstant(ZoneOffset.UTC);
        return start.isBefore(now) ? now : start;
    }
}
