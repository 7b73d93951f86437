package io.github.licensing4j.core.insight.forecast;

import java.util.List;

/**
 * Forecasts made at one day of the past.
 *
 * @param day the number of days before the origin, from which the forecasts were made
 * @param actual the total of the days of the horizon
 * @param level the mean daily units before the origin, times the horizon; above 0
 * @param totals what each method had forecast, in the order of the methods
 * @param naive what the seasonal naive method had forecast
 */
record Origin(int day, double actual, double level, List<Double> totals, double naive) {
    Origin {
        totals = List.copyOf(totals);
    }

    /** Returns the error of a method as a share of the level; above 0, more was used than forecast. */
    double error(int method) {
        return (actual - totals.get(method)) / level;
    }

    /** Returns the error of the weighted mean of all methods as a share of the level. */
    double error(List<Double> weights) {
        double error = 0;
        for (int method = 0; method < weights.size(); method++) {
            error += weights.get(method) * error(method);
        }
        return error;
    }

    double naiveError() {
        return (actual - naive) / level;
    }
}
