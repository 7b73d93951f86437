package io.github.licensing4j.core.insight.forecast;

import java.util.Arrays;

/**
 * Continues the mean of the last days in a straight line.
 *
 * @param window the number of days of the mean; fewer are used where the history is shorter
 */
record RunRate(int window) implements DailyMethod {
    @Override
    public double[] forecast(double[] history, int horizon) {
        double[] path = new double[horizon];
        Arrays.fill(path, Days.meanOfLast(history, window));
        return path;
    }
}
