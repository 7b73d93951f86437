package io.github.licensing4j.core.admin;

import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.Money;
import io.github.licensing4j.admin.UsageForecast;
import io.github.licensing4j.admin.UsageForecast.Expected;
import io.github.licensing4j.core.insight.forecast.Forecast;
import io.github.licensing4j.core.insight.forecast.Forecast.None;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Converts forecasts to those of the public API. */
final class ForecastViews {
    private ForecastViews() {}

    /** @param cost of the overage of units of the period, null if it has none */
    static UsageForecast of(
            LimitStatus status, Instant until, Forecast forecast, Instant now, LongFunction<@Nullable Money> cost) {
        if (forecast instanceof None none) {
            return new UsageForecast(status, until, null, none.reason());
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
                        instant(expected.exhaustedOn(), now),
                        cost.apply(expected.total())),
                null);
    }

    private static @Nullable Instant instant(@Nullable LocalDate day, Instant now) {
        if (day == null) {
            return null;
        }
        Instant start = day.atStartOfDay().toInstant(ZoneOffset.UTC);
        return start.isBefore(now) ? now : start;
    }
}
