package io.github.licensing4j.core.insight.forecast;

import java.util.Arrays;

/** The state of exponential smoothing over days: level, damped trend and a season of seven days. */
final class SmoothedWeek {
    private static final int WEEK = DailyMethod.WEEK;

    private final double[] values;
    private final double levelWeight;
    private final double trendWeight;
    private final double seasonWeight;
    private final double damping;
    private final double[] season = new double[WEEK];
    private double level;
    private double trend;

    /**
     * @param values at least two weeks
     * @param weights of level, trend and season, and the damping of the trend, each from 0 to 1
     */
    SmoothedWeek(double[] values, double[] weights) {
        this.values = values;
        levelWeight = weights[0];
        trendWeight = weights[1];
        seasonWeight = weights[2];
        damping = weights[3];
        level = Arrays.stream(values, 0, 2 * WEEK).average().orElseThrow();
        for (int day = 0; day < WEEK; day++) {
            season[day] = (values[day] + values[day + WEEK]) / 2 - level;
        }
    }

    /** Smooths all values and returns the sum of the squared errors one day ahead. */
    double smoothAll() {
        double squares = 0;
        for (int day = 0; day < values.length; day++) {
            double base = level + damping * trend;
            double error = values[day] - base - season[day % WEEK];
            level = base + levelWeight * error;
            trend = damping * trend + trendWeight * error;
            season[day % WEEK] += seasonWeight * error;
            squares += error * error;
        }
        return squares;
    }

    /** Returns the expected value of a day after the last, 0 for the next day. Call {@link #smoothAll()} before. */
    double ahead(int day) {
        double trends = trend * damping * (1 - Math.pow(damping, day + 1)) / (1 - damping);
        return level + trends + season[(values.length + day) % WEEK];
    }
}
