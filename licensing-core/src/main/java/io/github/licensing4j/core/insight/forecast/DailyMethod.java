package io.github.licensing4j.core.insight.forecast;

import io.github.licensing4j.admin.UsageForecast.Method;

/** A method that continues daily units. Pure arithmetic: the same days yield the same forecast. */
interface DailyMethod {
    /** Days of a season: usage repeats by weekday. */
    int WEEK = 7;

    /**
     * Returns the expected units of the following days, none of them negative.
     *
     * @param history units of consecutive days, the latest last; at least 1 for the run rate, 7 for means of weekdays, 14 for smoothing
     * @param horizon the number of days to forecast
     */
    double[] forecast(double[] history, int horizon);

    /**
     * Returns the arithmetic of a method.
     *
     * @param elapsedDays the number of complete days of the present period
     */
    static DailyMethod of(Method method, int elapsedDays) {
        return switch (method) {
            case RUN_RATE -> new RunRate(Math.max(WEEK, elapsedDays));
            case SEASONAL_NAIVE -> new WeekdayMean(1);
            case WEEKDAY_MEAN -> new WeekdayMean(4);
            case DAMPED_HOLT_WINTERS -> new HoltWinters();
        };
    }
}
