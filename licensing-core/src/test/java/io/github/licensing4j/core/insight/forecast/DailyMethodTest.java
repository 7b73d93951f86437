package io.github.licensing4j.core.insight.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.licensing4j.admin.UsageForecast.Method;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DailyMethodTest {
    @Test
    void runRateIsMeanOfWindow() {
        assertThat(new RunRate(2).forecast(new double[] {9, 1, 4}, 3)).containsExactly(2.5, 2.5, 2.5);
        assertThat(new RunRate(9).forecast(new double[] {9, 1, 5}, 1)).containsExactly(5);
    }

    @Test
    void runRateCoversAtLeastWeek() {
        assertThat(DailyMethod.of(Method.RUN_RATE, 0)).isEqualTo(new RunRate(7));
        assertThat(DailyMethod.of(Method.RUN_RATE, 20)).isEqualTo(new RunRate(20));
    }

    @Test
    void seasonalNaiveRepeatsLastWeek() {
        double[] days = {0, 1, 2, 3, 4, 5, 6, 7};
        assertThat(DailyMethod.of(Method.SEASONAL_NAIVE, 0).forecast(days, 9))
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 1, 2);
    }

    @Test
    void weekdayMeanTakesFourWeeksOrThoseThereAre() {
        double[] days = IntStream.range(0, 35).mapToDouble(day -> day).toArray();
        assertThat(DailyMethod.of(Method.WEEKDAY_MEAN, 0).forecast(days, 2)).containsExactly(17.5, 18.5);
        assertThat(new WeekdayMean(4).forecast(new double[] {9, 1, 2, 3, 4, 5, 6, 7}, 2))
                .containsExactly(1, 2);
    }

    @Test
    void holtWintersRepeatsConstantAndWeek() {
        double[] constant = IntStream.range(0, 40).mapToDouble(day -> 50).toArray();
        double[] weekly =
                IntStream.range(0, 42).mapToDouble(day -> 100 + day % 7).toArray();

        assertThat(new HoltWinters().forecast(constant, 3)).containsExactly(new double[] {50, 50, 50}, within(1e-6));
        assertThat(new HoltWinters().forecast(weekly, 8))
                .containsExactly(new double[] {100, 101, 102, 103, 104, 105, 106, 100}, within(1e-6));
    }

    @Test
    void holtWintersContinuesTrend() {
        double[] days = IntStream.range(0, 84)
                .mapToDouble(day -> Math.expm1(5 + 0.02 * day))
                .toArray();
        double flat = 7 * days[83];

        double next = IntStream.range(0, 7)
                .mapToDouble(day -> new HoltWinters().forecast(days, 7)[day])
                .sum();

        double actual = IntStream.range(84, 91)
                .mapToDouble(day -> Math.expm1(5 + 0.02 * day))
                .sum();
        assertThat(next).isBetween(flat + (actual - flat) / 2, actual * 1.02);
    }

    @Test
    void holtWintersIsNeverNegativeOrInfinite() {
        double[] falling = IntStream.range(0, 60)
                .mapToDouble(day -> Math.max(0, 1000 - 20.0 * day))
                .toArray();
        double[] exploding =
                IntStream.range(0, 60).mapToDouble(day -> Math.pow(2, day)).toArray();

        double most = 4 * (1 + Math.pow(2, 59)) * (1 + 1e-9);
        assertThat(Arrays.stream(new HoltWinters().forecast(falling, 60))).allMatch(units -> units >= 0);
        assertThat(Arrays.stream(new HoltWinters().forecast(exploding, 400))).allMatch(units -> units <= most);
    }
}
