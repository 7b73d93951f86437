package io.github.licensing4j.core.insight.forecast;

import io.github.licensing4j.admin.UsageForecast.Accuracy;
import io.github.licensing4j.admin.UsageForecast.Method;
import io.github.licensing4j.admin.UsageForecast.Missing;
import io.github.licensing4j.admin.UsageForecast.Range;
import io.github.licensing4j.core.insight.forecast.Forecast.Expected;
import io.github.licensing4j.core.insight.forecast.Forecast.None;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Forecasts the usage of a period from its daily units. Fewer than three days since the first usage yield no forecast, fewer than
 * two weeks the run rate; usage with more than 30 % of days without units yields the weekday mean, all other usage the mean of all
 * methods, weighted by their errors in the past. Pure arithmetic: without clock and state, for all threads.
 */
public final class UsageForecaster {
    private static final int LEAST_DAYS = 3;
    private static final int FEW_DAYS = 2 * DailyMethod.WEEK;
    private static final double MOST_ZEROS = 0.3;

    private UsageForecaster() {}

    /** Forecasts the total of a period. Takes a few milliseconds for half a year of days. */
    public static Forecast forecast(ForecastRequest request) {
        double[] days = Days.cleaned(
                request.history().stream().mapToLong(Long::longValue).toArray());
        if (days.length == 0) {
            return new None(Missing.NO_USAGE);
        }
        return days.length < LEAST_DAYS ? new None(Missing.TOO_FEW_DAYS) : forecast(request, days);
    }

    private static List<Method> methods(double[] days) {
        if (days.length < FEW_DAYS) {
            return List.of(Method.RUN_RATE);
        }
        return Days.shareOfZeros(days) > MOST_ZEROS ? List.of(Method.WEEKDAY_MEAN) : List.of(Method.values());
    }

    private static Expected forecast(ForecastRequest request, double[] days) {
        List<Method> methods = methods(days);
        List<DailyMethod> arithmetic = methods.stream()
                .map(method -> DailyMethod.of(method, request.elapsedDays()))
                .toList();
        Backtest backtest = days.length < FEW_DAYS
                ? new Backtest(1, List.of())
                : Backtest.of(days, arithmetic, request.shares().size());
        List<Double> weights = backtest.weights(methods.size());
        double[] path = path(days, arithmetic, weights, request.shares());
        double rest = Days.sum(path, 0, path.length);
        return new Expected(
                plus(request.used(), rest),
                range(request, rest, Days.level(days), backtest),
                named(methods, weights),
                accuracy(backtest),
                exhaustedOn(request, path));
    }

    /** Returns the units that are expected on each day left, by its share. */
    private static double[] path(double[] days, List<DailyMethod> methods, List<Double> weights, List<Double> shares) {
        double[] path = new double[shares.size()];
        for (int method = 0; method < methods.size(); method++) {
            double[] one = methods.get(method).forecast(days, path.length);
            for (int day = 0; day < path.length; day++) {
                path[day] += weights.get(method) * shares.get(day) * one[day];
            }
        }
        return path;
    }

    private static Map<Method, Double> named(List<Method> methods, List<Double> weights) {
        Map<Method, Double> named = new LinkedHashMap<>();
        for (int method = 0; method < methods.size(); method++) {
            named.put(methods.get(method), weights.get(method));
        }
        return named;
    }

    /** Errors over more days than the back-test has are those of a level that drifts: they grow with the root of the days. */
    private static @Nullable Range range(ForecastRequest request, double rest, double level, Backtest backtest) {
        if (backtest.origins().size() < Backtest.LEAST_ORIGINS) {
            return null;
        }
        ErrorBand band = ErrorBand.of(backtest);
        double days = request.shares().stream().mapToDouble(Double::doubleValue).sum();
        double longer = Math.sqrt((double) request.shares().size() / backtest.horizon());
        double half = band.halfWidth() * longer * level * days;
        OptionalDouble coverage = band.coverage();
        return new Range(
                plus(request.used(), Math.max(0, rest - half)),
                plus(request.used(), rest + half),
                ErrorBand.LEVEL,
                coverage.isPresent() ? coverage.getAsDouble() : null);
    }

    private static @Nullable Accuracy accuracy(Backtest backtest) {
        List<Origin> origins = backtest.origins();
        if (origins.isEmpty()) {
            return null;
        }
        double error =
                backtest.errors().stream().mapToDouble(Math::abs).average().orElseThrow();
        double naive = origins.stream()
                .mapToDouble(origin -> Math.abs(origin.naiveError()))
                .average()
                .orElseThrow();
        return new Accuracy(origins.size(), backtest.horizon(), error, naive);
    }

    private static @Nullable LocalDate exhaustedOn(ForecastRequest request, double[] path) {
        Long remaining = request.remaining();
        if (remaining == null) {
            return null;
        }
        if (remaining <= 0) {
            return request.today();
        }
        double sum = 0;
        for (int day = 0; day < path.length; day++) {
            sum += path[day];
            if (sum > remaining) {
                return request.today().plusDays(day);
            }
        }
        return null;
    }

    /** Adds expected units, which are not negative; a sum beyond a long is the largest long. */
    private static long plus(long used, double units) {
        long rounded = Math.round(units);
        return used > Long.MAX_VALUE - rounded ? Long.MAX_VALUE : used + rounded;
    }
}
