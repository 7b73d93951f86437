package io.github.licensing4j.core.insight.forecast;

/**
 * Expects on each day the mean of the same weekday of the last weeks. With one week this is the seasonal naive forecast.
 *
 * @param weeks the number of weeks of the mean; fewer are used where the history is shorter, but at least one
 */
record WeekdayMean(int weeks) implements DailyMethod {
    @Override
    public double[] forecast(double[] history, int horizon) {
        int used = Math.min(weeks, history.length / WEEK);
        double[] path = new double[horizon];
        for (int day = 0; day < horizon; day++) {
            double sum = 0;
            for (int week = 1; week <= used; week++) {
                sum += history[history.length - week * WEEK + day % WEEK];
            }
            path[day] = sum / used;
        }
        return path;
    }
}
