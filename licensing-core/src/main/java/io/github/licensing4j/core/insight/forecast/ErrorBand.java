package io.github.licensing4j.core.insight.forecast;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.hipparchus.distribution.continuous.TDistribution;
import org.hipparchus.stat.descriptive.rank.Percentile;

/**
 * The band around a forecast within which totals are expected, from the errors of a back-test.
 *
 * @param backtest with the origins
 * @param errors of the origins, in their order, as shares of the level
 */
record ErrorBand(Backtest backtest, List<Double> errors) {
    /** The share of totals that the band claims to contain. */
    static final double LEVEL = 0.8;

    private static final double UPPER = (1 + LEVEL) / 2;
    /** The quantile of the normal distribution, which Student's t approaches. */
    private static final double NORMAL = 1.2815515655446004;

    ErrorBand {
        errors = List.copyOf(errors);
    }

    static ErrorBand of(Backtest backtest) {
        return new ErrorBand(backtest, backtest.errors());
    }

    /** Returns half the width of the band as a share of the level, for totals of as many days as the back-test. */
    double halfWidth() {
        return halfWidth(backtest.origins());
    }

    /**
     * Returns the share of the origins whose total lay within a band made of the origins that do not overlap it; empty where
     * there are too few of these.
     */
    OptionalDouble coverage() {
        List<Origin> origins = backtest.origins();
        return IntStream.range(0, origins.size())
                .filter(number -> backtest.apartFrom(origins.get(number)).size() > 2)
                .mapToDouble(number ->
                        Math.abs(errors.get(number)) <= halfWidth(backtest.apartFrom(origins.get(number))) ? 1 : 0)
                .average();
    }

    /** Totals that overlap are one observation rather than several, so the quantile is widened as for a small sample. */
    private double halfWidth(List<Origin> of) {
        double[] sizes = of.stream()
                .mapToDouble(origin -> Math.abs(errors.get(backtest.origins().indexOf(origin))))
                .toArray();
        double days = of.get(of.size() - 1).day() - of.get(0).day() + backtest.horizon();
        double separate = Math.min(of.size(), days / backtest.horizon());
        double widened = new TDistribution(separate).inverseCumulativeProbability(UPPER) / NORMAL;
        return new Percentile().evaluate(sizes, 100 * LEVEL) * widened;
    }
}
