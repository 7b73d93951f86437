package io.github.licensing4j.core.insight.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BacktestTest {
    private static final List<DailyMethod> METHODS = List.of(new RunRate(7), new WeekdayMean(1));

    @Test
    void usesOnlyDaysBeforeOrigin() {
        double[] days = days(100);
        double[] changed = days.clone();
        Arrays.fill(changed, 60, 100, 1e6);

        List<Origin> before = Backtest.of(days, METHODS, 14).origins();
        List<Origin> after = Backtest.of(changed, METHODS, 14).origins();

        assertThat(before).hasSize(30).anyMatch(origin -> origin.day() <= 60).anyMatch(origin -> origin.day() > 60);
        for (int number = 0; number < before.size(); number++) {
            if (before.get(number).day() <= 60) {
                assertThat(after.get(number).totals())
                        .isEqualTo(before.get(number).totals());
            }
        }
    }

    @Test
    void lastOriginEndsWithTheHistory() {
        Backtest backtest = Backtest.of(days(100), METHODS, 14);
        Origin last = backtest.origins().get(29);

        assertThat(last.day()).isEqualTo(86);
        assertThat(last.actual()).isEqualTo(Days.sum(days(100), 86, 100));
    }

    @Test
    void shortHistoryHasFewerOriginsOfOneWeek() {
        assertThat(Backtest.of(days(20), METHODS, 25).origins()).isEmpty();
        assertThat(Backtest.of(days(21), METHODS, 25).origins()).hasSize(1);
        assertThat(Backtest.of(days(39), METHODS, 25).origins()).hasSize(19);
        assertThat(Backtest.of(days(40), METHODS, 25).origins()).hasSize(20);
        assertThat(Backtest.of(days(40), METHODS, 25).horizon()).isEqualTo(7);
        assertThat(Backtest.of(days(40), METHODS, 3).horizon()).isEqualTo(3);
    }

    @Test
    void longHistoryIsTestedOnAllDaysAhead() {
        assertThat(Backtest.of(days(200), METHODS, 25).horizon()).isEqualTo(25);
        assertThat(Backtest.of(days(200), METHODS, 365).horizon()).isEqualTo(62);
    }

    @Test
    void weighsByInverseSquaredError() {
        Backtest backtest = new Backtest(
                7,
                List.of(
                        new Origin(20, 100, 100, List.of(90.0, 120.0), 100),
                        new Origin(30, 100, 100, List.of(110.0, 80.0), 100)));

        assertThat(backtest.weights(2).get(0)).isCloseTo(0.8, within(1e-12));
        assertThat(backtest.weights(2).get(1)).isCloseTo(0.2, within(1e-12));
        // Weights are those of the other origin.
        assertThat(backtest.errors().get(0)).isCloseTo(0.8 * 0.1 - 0.2 * 0.2, within(1e-12));
    }

    @Test
    void weighsEquallyWithoutOrigins() {
        assertThat(new Backtest(7, List.of()).weights(4)).containsExactly(0.25, 0.25, 0.25, 0.25);
    }

    @Test
    void bandIsWiderForFewSeparateTotals() {
        List<Double> errors =
                IntStream.range(0, 20).mapToObj(i -> i % 2 == 0 ? 0.1 : -0.1).toList();

        ErrorBand separate = new ErrorBand(new Backtest(7, origins(7)), errors);
        ErrorBand overlapping = new ErrorBand(new Backtest(7, origins(1)), errors);

        // Student's t with 20 and with 26 / 7 degrees of freedom, over the normal quantile.
        assertThat(separate.halfWidth()).isCloseTo(0.1 * 1.3253 / 1.28155, within(1e-5));
        assertThat(overlapping.halfWidth()).isBetween(0.1 * 1.533 / 1.28155, 0.1 * 1.638 / 1.28155);
        assertThat(separate.coverage()).hasValue(1);
    }

    @Test
    void coverageCountsTotalsOutsideBandOfOthers() {
        List<Double> errors =
                IntStream.range(0, 20).mapToObj(i -> i == 4 ? 0.9 : 0.1).toList();

        assertThat(new ErrorBand(new Backtest(7, origins(7)), errors).coverage())
                .hasValue(0.95);
        assertThat(new ErrorBand(new Backtest(20, origins(1)), errors).coverage())
                .isEmpty();
    }

    private static List<Origin> origins(int apart) {
        return IntStream.range(0, 20)
                .mapToObj(number -> new Origin(20 + number * apart, 100, 100, List.of(100.0), 100))
                .toList();
    }

    private static double[] days(int count) {
        return IntStream.range(0, count)
                .mapToDouble(day -> 100 + day % 7 * 10 + day % 5)
                .toArray();
    }
}
