package io.github.licensing4j.core.insight.forecast;

import io.github.licensing4j.admin.UsageForecast.Range;
import io.github.licensing4j.core.insight.forecast.Forecast.Expected;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * One forecast of a period whose total is known, and the totals of the simple methods. Errors are in percent of the total.
 */
record ForecastTrial(double error, double runRateError, double naiveError, boolean isCovered, double measured) {
    private static final int PERIOD = 30;

    /** Forecasts periods of 30 days from their days 7, 14 and 21. A period starts every given number of days. */
    static List<ForecastTrial> of(DailySeries series, int step) {
        List<ForecastTrial> trials = new ArrayList<>();
        int history = series.weeks() * 7;
        for (int start = history; start + PERIOD <= series.units().size(); start += step) {
            List<Long> days = series.units().subList(start - history, start + PERIOD);
            Stream.of(7, 14, 21).map(elapsed -> of(days, elapsed)).forEach(trials::add);
        }
        return trials;
    }

    private static ForecastTrial of(List<Long> days, int elapsed) {
        int left = PERIOD - elapsed;
        int today = days.size() - left;
        long used = sum(days.subList(today - elapsed, today));
        long actual = used + sum(days.subList(today, days.size()));
        List<Long> history = days.subList(0, today);
        Expected forecast = (Expected) UsageForecaster.forecast(
                new ForecastRequest(history, elapsed, LocalDate.EPOCH, Collections.nCopies(left, 1.0), used, null));
        Range range = Objects.requireNonNull(forecast.range());
        double[] units = history.stream().mapToDouble(Long::doubleValue).toArray();
        double straight = (double) used * PERIOD / elapsed;
        double naive =
                used + Arrays.stream(new WeekdayMean(1).forecast(units, left)).sum();
        return new ForecastTrial(
                percent((double) forecast.total(), actual),
                percent(straight, actual),
                percent(naive, actual),
                range.low() <= actual && actual <= range.high(),
                Objects.requireNonNull(range.coverage()));
    }

    private static double percent(double expected, long actual) {
        return 100 * Math.abs(expected - actual) / actual;
    }

    private static long sum(List<Long> days) {
        return days.stream().mapToLong(Long::longValue).sum();
    }
}
