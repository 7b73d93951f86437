package io.github.licensing4j.core.insight.forecast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Forecasts of the past: at each of several origins, every method forecasts the total of the following days from the days before
 * the origin alone.
 *
 * @param horizon the number of days of each total
 * @param origins in order of time; empty where the history is too short
 */
record Backtest(int horizon, List<Origin> origins) {
    /** The number of origins that an interval needs. */
    static final int LEAST_ORIGINS = 20;

    private static final int MOST_ORIGINS = 30;
    /** Days before the first origin: the season of the methods needs two weeks. */
    private static final int LEAST_DAYS = 2 * DailyMethod.WEEK;
    /** Keeps a method without any error from dividing by 0. */
    private static final double LEAST_ERROR = 1e-9;

    Backtest {
        origins = List.copyOf(origins);
    }

    /**
     * Back-tests methods at up to 30 origins, spread evenly over the past. The totals are of the days to forecast, or of fewer
     * where the history does not have 20 origins and three separate totals for that many.
     *
     * @param days of the past, the latest last
     * @param ahead the number of days to forecast
     */
    static Backtest of(double[] days, List<DailyMethod> methods, int ahead) {
        int horizon = horizon(days.length, ahead);
        // Origins with little history before them have larger errors than a forecast of today.
        int first = Math.max(LEAST_DAYS, Math.min(days.length / 3, days.length - horizon - LEAST_ORIGINS + 1));
        int places = Math.max(0, days.length - horizon - first + 1);
        int count = Math.min(MOST_ORIGINS, places);
        List<Origin> origins = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            int day = days.length - horizon - (places - 1) * (count - 1 - number) / Math.max(1, count - 1);
            origins.add(origin(days, day, methods, horizon));
        }
        return new Backtest(horizon, origins);
    }

    private static int horizon(int days, int ahead) {
        int most = Math.min(days - LEAST_DAYS - LEAST_ORIGINS + 1, (days - LEAST_DAYS) / 3);
        return Math.min(ahead, Math.max(DailyMethod.WEEK, most));
    }

    private static Origin origin(double[] days, int day, List<DailyMethod> methods, int horizon) {
        double[] before = Arrays.copyOf(days, day);
        List<Double> totals = Stream.concat(methods.stream(), Stream.of(new WeekdayMean(1)))
                .map(method -> Arrays.stream(method.forecast(before, horizon)).sum())
                .toList();
        int naive = methods.size();
        return new Origin(
                day,
                Days.sum(days, day, day + horizon),
                horizon * Days.level(before),
                totals.subList(0, naive),
                totals.get(naive));
    }

    /**
     * Returns the weight of each method, with the sum 1: the inverse of its squared mean error. All have the same weight where
     * there is no origin.
     */
    List<Double> weights(int methods) {
        return weights(origins, methods);
    }

    /**
     * Returns the error of the combined forecast at each origin as a share of the level there. Its weights are from the other
     * origins whose days do not overlap, so that no total contributes to its own forecast.
     */
    List<Double> errors() {
        return origins.stream()
                .map(origin ->
                        origin.error(weights(apartFrom(origin), origin.totals().size())))
                .toList();
    }

    /** Returns the origins whose days do not overlap those of an origin. */
    List<Origin> apartFrom(Origin origin) {
        return origins.stream()
                .filter(other -> Math.abs(other.day() - origin.day()) >= horizon)
                .toList();
    }

    private static List<Double> weights(List<Origin> origins, int methods) {
        double[] inverse = IntStream.range(0, methods)
                .mapToDouble(method -> 1 / Math.pow(Math.max(LEAST_ERROR, meanError(origins, method)), 2))
                .toArray();
        double sum = Arrays.stream(inverse).sum();
        return Arrays.stream(inverse).mapToObj(weight -> weight / sum).toList();
    }

    private static double meanError(List<Origin> origins, int method) {
        return origins.stream()
                .mapToDouble(origin -> Math.abs(origin.error(method)))
                .average()
                .orElse(1);
    }
}
