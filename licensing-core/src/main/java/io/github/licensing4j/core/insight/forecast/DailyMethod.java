package io.github.licensing4j.core.insight.forecast;

/** A method that continues daily units. Pure arithmetic: the same days yield the same forecast. */
interface DailyMethod {
    /** Days of a season: usage repeats by weekday. */
    int WEEK = 7;

    /**
     * Returns the expected units of the following days, none of them negative.
     *
     * @param history units of consecutive days, the latest last; at least {@link Method#leastDays()} of them
     * @param horizon the number of days to forecast
     */
    double[] forecast(double[] history, int horizon);
}
