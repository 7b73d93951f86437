package io.github.licensing4j.core.insight.forecast;

/** The methods of a forecast. */
public enum Method {
    /** The mean of the days of the present period, and of at least the last week. */
    RUN_RATE(1),
    /** The last week repeated. Other methods are compared with it. */
    SEASONAL_NAIVE(7),
    /** The mean of the same weekday of the last four weeks. */
    WEEKDAY_MEAN(7),
    /** Exponential smoothing of the logarithm: level, damped trend and weekly season. */
    DAMPED_HOLT_WINTERS(14);

    private final int leastDays;

    Method(int leastDays) {
        this.leastDays = leastDays;
    }

    /** Returns the number of days of history that the method needs. */
    int leastDays() {
        return leastDays;
    }

    /**
     * Returns the arithmetic of this method.
     *
     * @param elapsedDays the number of complete days of the present period
     */
    DailyMethod arithmetic(int elapsedDays) {
        return switch (this) {
            case RUN_RATE -> new RunRate(Math.max(DailyMethod.WEEK, elapsedDays));
            case SEASONAL_NAIVE -> new WeekdayMean(1);
            case WEEKDAY_MEAN -> new WeekdayMean(4);
            case DAMPED_HOLT_WINTERS -> new HoltWinters();
        };
    }
}
