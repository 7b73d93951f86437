package io.github.licensing4j.servlet.admin;

import io.github.licensing4j.CatalogSummary;
import io.github.licensing4j.Limit;
import io.github.licensing4j.Money;
import io.github.licensing4j.Signal;
import io.github.licensing4j.admin.UsageForecast;
import io.github.licensing4j.admin.UsageForecast.Accuracy;
import io.github.licensing4j.admin.UsageForecast.Expected;
import io.github.licensing4j.admin.UsageForecast.Range;
import io.github.licensing4j.servlet.admin.ForecastResponses.ExpectedUse;
import io.github.licensing4j.servlet.admin.ForecastResponses.ForecastJson;
import io.github.licensing4j.servlet.admin.ForecastResponses.LicenseInsightJson;
import io.github.licensing4j.servlet.admin.ForecastResponses.ReliabilityJson;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Converts forecasts to response bodies, in units of their meters. */
final class ForecastViews {
    private static final int SHARE_DIGITS = 4;

    private ForecastViews() {}

    static LicenseInsightJson license(List<UsageForecast> forecasts, List<Signal> signals, CatalogSummary catalog) {
        return new LicenseInsightJson(
                forecasts.stream().map(forecast -> forecast(forecast, catalog)).toList(),
                signals.stream().map(SignalJson::of).toList());
    }

    private static ForecastJson forecast(UsageForecast forecast, CatalogSummary catalog) {
        Limit limit = forecast.status().limit();
        Expected expected = forecast.expected();
        return new ForecastJson(
                limit.name(),
                limit.meter(),
                forecast.until(),
                catalog.units(limit, forecast.status().used()),
                expected == null ? null : expected(expected, limit, catalog),
                forecast.missing());
    }

    private static ExpectedUse expected(Expected expected, Limit limit, CatalogSummary catalog) {
        Range range = expected.range();
        Money cost = expected.overageCost();
        return new ExpectedUse(
                catalog.units(limit, expected.units()),
                range == null ? null : catalog.units(limit, range.low()),
                range == null ? null : catalog.units(limit, range.high()),
                expected.exhaustsAt(),
                cost == null ? null : cost.amount(),
                cost == null ? null : cost.currency(),
                reliability(range, expected.accuracy()),
                methods(expected));
    }

    private static @Nullable ReliabilityJson reliability(@Nullable Range range, @Nullable Accuracy accuracy) {
        if (range == null && accuracy == null) {
            return null;
        }
        return new ReliabilityJson(
                range == null ? null : share(range.level()),
                range == null || range.coverage() == null ? null : share(range.coverage()),
                accuracy == null ? null : accuracy.forecasts(),
                accuracy == null ? null : accuracy.days(),
                accuracy == null ? null : share(accuracy.error()),
                accuracy == null ? null : share(accuracy.naiveError()));
    }

    private static Map<String, BigDecimal> methods(Expected expected) {
        Map<String, BigDecimal> methods = new LinkedHashMap<>();
        expected.methods().forEach((method, weight) -> methods.put(Json.text(method), share(weight)));
        return methods;
    }

    private static BigDecimal share(double value) {
        return BigDecimal.valueOf(value).setScale(SHARE_DIGITS, RoundingMode.HALF_EVEN);
    }
}
