package io.github.licensing4j.core.insight.forecast;

import static io.github.licensing4j.admin.UsageForecast.Method.DAMPED_HOLT_WINTERS;
import static io.github.licensing4j.admin.UsageForecast.Method.RUN_RATE;
import static io.github.licensing4j.admin.UsageForecast.Method.WEEKDAY_MEAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.licensing4j.admin.UsageForecast.Accuracy;
import io.github.licensing4j.admin.UsageForecast.Method;
import io.github.licensing4j.admin.UsageForecast.Missing;
import io.github.licensing4j.admin.UsageForecast.Range;
import io.github.licensing4j.core.insight.forecast.Forecast.Expected;
import io.github.licensing4j.core.insight.forecast.Forecast.None;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UsageForecasterTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 3, 29);

    @Test
    void noForecastWithoutUsage() {
        assertThat(UsageForecaster.forecast(request(List.of(), 0))).isEqualTo(new None(Missing.NO_USAGE));
        assertThat(UsageForecaster.forecast(request(days(0, 90), 0))).isEqualTo(new None(Missing.NO_USAGE));
        assertThat(UsageForecaster.forecast(request(List.of(0L, 5L, -5L), 0))).isEqualTo(new None(Missing.NO_USAGE));
    }

    @Test
    void noForecastFromFewDays() {
        assertThat(UsageForecaster.forecast(request(List.of(7L), 7))).isEqualTo(new None(Missing.TOO_FEW_DAYS));
        assertThat(UsageForecaster.forecast(request(List.of(0L, 0L, 7L, 7L), 14)))
                .isEqualTo(new None(Missing.TOO_FEW_DAYS));
    }

    @Test
    void runRateBeforeTwoWeeks() {
        Expected forecast = expected(request(List.of(10L, 20L, 30L), 60));

        assertThat(forecast).isEqualTo(new Expected(260, null, Map.of(RUN_RATE, 1.0), null, null));
        assertThat(expected(request(days(10, 13), 0)).weights()).containsOnlyKeys(RUN_RATE);
        assertThat(expected(request(days(10, 14), 0)).weights()).containsOnlyKeys(Method.values());
    }

    @Test
    void weekdayMeanForIntermittentUsage() {
        List<Long> weeks = Stream.generate(() -> List.of(70L, 0L, 0L, 0L, 0L, 0L, 0L))
                .limit(10)
                .flatMap(List::stream)
                .toList();

        Expected forecast = expected(request(weeks, 5));

        // Ten days ahead have two of the used weekdays.
        assertThat(forecast.total()).isEqualTo(145);
        assertThat(forecast.weights()).containsExactlyEntriesOf(Map.of(WEEKDAY_MEAN, 1.0));
    }

    @Test
    void constantUsageIsExact() {
        Expected forecast = expected(request(days(50, 90), 1000));

        assertThat(forecast.total()).isEqualTo(1500);
        assertThat(forecast.range()).isEqualTo(new Range(1500, 1500, 0.8, 1.0));
        Accuracy accuracy = Objects.requireNonNull(forecast.accuracy());
        assertThat(accuracy.forecasts()).isEqualTo(30);
        assertThat(accuracy.days()).isEqualTo(10);
        assertThat(accuracy.error()).isCloseTo(0, within(1e-9));
        assertThat(accuracy.naiveError()).isZero();
        assertThat(forecast.weights().values().stream().mapToDouble(w -> w).sum())
                .isCloseTo(1, within(1e-12));
    }

    @Test
    void rangeNeedsTwentyOrigins() {
        assertThat(expected(request(days(50, 39), 0)).range()).isNull();
        assertThat(expected(request(days(50, 40), 0)).range()).isNotNull();
    }

    @Test
    void rangeContainsTotalAndNoLessThanUsed() {
        List<Long> noisy = new ArrayList<>();
        for (int day = 0; day < 90; day++) {
            noisy.add(day % 3 == 0 ? 1L : 1L + day * 7919L % 400);
        }
        Expected forecast = expected(request(noisy, 42));
        Range range = Objects.requireNonNull(forecast.range());

        assertThat(range.low()).isBetween(42L, forecast.total());
        assertThat(range.high()).isGreaterThan(forecast.total());
    }

    @Test
    void gapsAreDaysWithoutUnits() {
        List<Long> gap = new ArrayList<>(days(70, 21));
        gap.set(17, 0L);
        Expected forecast = expected(request(gap, 0));

        assertThat(forecast.weights()).containsKey(DAMPED_HOLT_WINTERS);
        assertThat(forecast.total()).isLessThan(700);
    }

    @Test
    void negativeDayKeepsTheTotalOfItsPast() {
        assertThat(expected(request(List.of(10L, 30L, -10L, 20L), 0)).total()).isEqualTo(125);
    }

    @Test
    void hugeUnitsEndAtTheLargestLong() {
        long huge = Long.MAX_VALUE / 4;
        Expected forecast = expected(new ForecastRequest(days(huge, 60), 3, TODAY, shares(10), 3 * huge, huge));

        assertThat(forecast.total()).isEqualTo(Long.MAX_VALUE);
        assertThat(forecast.range()).extracting(Range::high).isEqualTo(Long.MAX_VALUE);
        assertThat(forecast.exhaustedOn()).isBetween(TODAY, TODAY.plusDays(1));
        assertThat(expected(request(days(Long.MAX_VALUE, 5), Long.MAX_VALUE)).total())
                .isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void partialDaysCountByTheirShare() {
        var request = new ForecastRequest(days(24, 5), 5, TODAY, List.of(0.5, 1.0, 0.25), 120, null);

        assertThat(expected(request).total()).isEqualTo(120 + 12 + 24 + 6);
    }

    @Test
    void periodThatStartsTodayHasOnlyItsForecast() {
        var request = new ForecastRequest(days(10, 60), 0, TODAY, shares(30), 0, 100L);
        Expected forecast = expected(request);

        assertThat(forecast.total()).isEqualTo(300);
        assertThat(forecast.exhaustedOn()).isBetween(TODAY.plusDays(9), TODAY.plusDays(10));
    }

    @Test
    void exhaustedOnFirstDayThatPassesTheAmount() {
        assertThat(exhausted(99L)).isEqualTo(TODAY.plusDays(9));
        assertThat(exhausted(95L)).isEqualTo(TODAY.plusDays(9));
        assertThat(exhausted(90L)).isEqualTo(TODAY.plusDays(9));
        assertThat(exhausted(89L)).isEqualTo(TODAY.plusDays(8));
        assertThat(exhausted(9L)).isEqualTo(TODAY);
    }

    @Test
    void notExhaustedWithoutNeedForMore() {
        assertThat(exhausted(100L)).isNull();
        assertThat(exhausted(null)).isNull();
    }

    @Test
    void exhaustedTodayIfUsedUp() {
        assertThat(exhausted(0L)).isEqualTo(TODAY);
        assertThat(exhausted(-5L)).isEqualTo(TODAY);
    }

    @Test
    void requiresTodaysShare() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ForecastRequest(List.of(), 0, TODAY, List.of(), 0, null));
    }

    /** Ten units a day for ten days, by the run rate, which is exact. */
    private static @Nullable LocalDate exhausted(@Nullable Long remaining) {
        return expected(new ForecastRequest(days(10, 5), 5, TODAY, shares(10), 50, remaining))
                .exhaustedOn();
    }

    private static ForecastRequest request(List<Long> history, long used) {
        return new ForecastRequest(history, 0, TODAY, shares(10), used, null);
    }

    private static Expected expected(ForecastRequest request) {
        return (Expected) UsageForecaster.forecast(request);
    }

    private static List<Long> days(long units, int count) {
        return Collections.nCopies(count, units);
    }

    private static List<Double> shares(int days) {
        return Collections.nCopies(days, 1.0);
    }
}
