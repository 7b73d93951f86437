package io.github.licensing4j.core.insight.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
        assertThat(scores(30)).hasSize(5).allSatisfy(ForecastAccuracyTest::beatsSimpleMethods);
    }

    @Test
    @Tag("proof")
    void beatsSimpleMethodsAndCoversWhatItClaims() {
        List<ForecastScore> scores = scores(4);

        scores.forEach(System.out::println);
        assertThat(scores).hasSize(5).allSatisfy(score -> {
            beatsSimpleMethods(score);
            assertThat(score.covered()).as("covered: %s", score).isBetween(CLAIM - 5, CLAIM + 5);
        });
    }

    private static void beatsSimpleMethods(ForecastScore score) {
        assertThat(score.error()).as("error: %s", score).isLessThan(score.runRate()).isLessThan(score.naive());
    }

    /** The longest series has eight years: every third of its periods is as many as all of the others. */
    private static List<ForecastScore> scores(int step) {
        return DailySeries.all().stream()
                .map(series -> ForecastScore.of(series, series.units().size() > 1000 ? 3 * step : step))
                .toList();
    }
}
