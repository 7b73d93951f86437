/** Forecasts of usage to the end of a period, from daily units: {@link io.github.licensing4j.core.insight.forecast.UsageForecaster}. */
@NullMarked
package io.github.licensing4j.core.insight.forecast;

import org.jspecify.annotations.NullMarked;
