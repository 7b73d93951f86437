package io.github.licensing4j.core.insight.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests forecasts of generated and of public series against the simple methods: the error of the total of a period of 30 days,
 * from its days 7, 14 and 21, and the share of totals within the range, which claims 80 %.
 */
class ForecastAccuracyTest {
    private static final double CLAIM = 100 * ErrorBand.LEVEL;

    @Test
    void beatsSimpleMethods() {
        List<ForecastScore> scores = List.of(
                ForecastScore.of(DailySeries.trend(), 30),
                ForecastScore.of(DailySeries.growth(), 30),
                ForecastScore.of(DailySeries.intermittent(), 10),
                ForecastScore.of(DailySeries.taxi(), 10));

        assertThat(scores).allSatisfy(ForecastAccuracyTest::beatsSimpleMethods);
    }

    /** A few periods with rare high peaks decide nothing about the best method, but would show a forecast that breaks on them. */
    @Test
    void staysNearSimpleMethodsOnPeaks() {
        ForecastScore score = ForecastScore.of(DailySeries.wikipedia(), 90);

        assertThat(score.error())
                .as("error: %s", score)
                .isLessThan(1.05 * score.runRate())
                .isLessThan(1.05 * score.naive());
    }

    @Test
    @Tag("proof")
    void beatsSimpleMethodsAndCoversWhatItClaims() {
        List<ForecastScore> scores = Stream.concat(
                        Stream.of(
                                        DailySeries.trend(),
                                        DailySeries.growth(),
                                        DailySeries.intermittent(),
                                        DailySeries.taxi())
                                .map(series -> ForecastScore.of(series, 4)),
                        Stream.of(ForecastScore.of(DailySeries.wikipedia(), 11)))
                .toList();

        scores.forEach(System.out::println);
        assertThat(scores).hasSize(5).allSatisfy(score -> {
            beatsSimpleMethods(score);
            assertThat(score.covered()).as("covered: %s", score).isBetween(CLAIM - 5, CLAIM + 5);
        });
    }

    private static void beatsSimpleMethods(ForecastScore score) {
        assertThat(score.error())
                .as("error: %s", score)
                .isLessThan(score.runRate())
                .isLessThan(score.naive());
    }
}
