package io.github.licensing4j.servlet.admin;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.licensing4j.admin.UsageForecast.Missing;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The response bodies of forecasts. */
final class ForecastResponses {
    private ForecastResponses() {}

    /** The forecasts and open signals of a license. */
    record LicenseInsightJson(List<ForecastJson> forecasts, List<SignalJson> signals) {}

    /** The forecast of a limit. */
    record ForecastJson(
            String limit,
            @Nullable String meter,
            Instant until,
            @Nullable BigDecimal used,
            @JsonUnwrapped @Nullable ExpectedUse expected,
            @Nullable Missing missing) {}

    /** The expected use of a limit. */
    record ExpectedUse(
            @Nullable BigDecimal expected,
            @Nullable BigDecimal low,
            @Nullable BigDecimal high,
            @Nullable Instant exhaustsAt,
            @Nullable BigDecimal overageCost,
            @Nullable Currency currency,
            @Nullable ReliabilityJson reliability,
            Map<String, BigDecimal> methods) {}

    /** The errors of forecasts of the past. */
    record ReliabilityJson(
            @Nullable BigDecimal level,
            @Nullable BigDecimal coverage,
            @Nullable Integer forecasts,
            @Nullable Integer days,
            @Nullable BigDecimal error,
            @Nullable BigDecimal naiveError) {}
}
