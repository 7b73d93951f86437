package io.github.licensing4j.core.insight.forecast;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The mean errors, in percent, and the coverage of many forecasts of a series. */
record ForecastScore(
        String series, int trials, double error, double runRate, double naive, double covered, double measured) {
    static ForecastScore of(DailySeries series, int step) {
        List<ForecastTrial> trials = ForecastTrial.of(series, step);
        return new ForecastScore(
                series.name(),
                trials.size(),
                mean(trials, ForecastTrial::error),
                mean(trials, ForecastTrial::runRateError),
                mean(trials, ForecastTrial::naiveError),
                mean(trials, trial -> trial.isCovered() ? 100 : 0),
                mean(trials, trial -> 100 * trial.measured()));
    }

    private static double mean(List<ForecastTrial> trials, ToDoubleFunction<ForecastTrial> value) {
        return trials.stream().mapToDouble(value).average().orElseThrow();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%-15s %4d forecasts: error %5.2f %%, run rate %5.2f %%, seasonal naive %5.2f %%; covered %4.1f %%, measured %4.1f %%",
                series,
                trials,
                error,
                runRate,
                naive,
                covered,
                measured);
    }
}
