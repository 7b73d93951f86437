package io.github.licensing4j.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.Money;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.admin.UsageForecast;
import io.github.licensing4j.admin.UsageForecast.Accuracy;
import io.github.licensing4j.admin.UsageForecast.Expected;
import io.github.licensing4j.admin.UsageForecast.Method;
import io.github.licensing4j.admin.UsageForecast.Missing;
import io.github.licensing4j.admin.UsageForecast.Range;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The routes of forecasts. */
final class ForecastRoutesTest extends UsageRoutesFixture {
    private static final LimitStatus MONTHLY = new LimitStatus(
            new QuotaLimit("monthly", "tokens", 2_000, ContractPeriod.parse("P1M"), List.of(), null), 1_500, 500, null);
    private static final LimitStatus PREPAID_STATUS = new LimitStatus(PREPAID, 250, 10_250, null);

    @Test
    void showsForecastsInUnitsOfMeter() throws Exception {
        var expected = new Expected(
                3_250,
                new Range(3_000, 3_500, 0.8, 0.83333),
                Map.of(Method.WEEKDAY_MEAN, 0.25, Method.RUN_RATE, 0.75),
                new Accuracy(30, 9, 0.0612345, 0.1),
                FakeUsage.NOW,
                new Money(new BigDecimal("1.25"), Currency.getInstance("USD")));
        usage.forecasts = List.of(
                new UsageForecast(MONTHLY, FakeUsage.NOW, expected, null),
                new UsageForecast(PREPAID_STATUS, FakeUsage.NOW, null, Missing.TOO_FEW_DAYS));

        assertThat(admin("GET", "/insights/licenses/lic_1", "").body())
                .isEqualTo(
                        "{\"forecasts\":[{\"limit\":\"monthly\",\"meter\":\"tokens\",\"until\":\"2026-11-20T12:00:00Z\","
                                + "\"used\":1.5,\"expected\":3.25,\"low\":3,\"high\":3.5,\"exhaustsAt\":\"2026-11-20T12:00:00Z\","
                                + "\"overageCost\":1.25,\"currency\":\"USD\",\"reliability\":{\"level\":0.8000,\"coverage\":0.8333,"
                                + "\"forecasts\":30,\"days\":9,\"error\":0.0612,\"naiveError\":0.1000},"
                                + "\"methods\":{\"run-rate\":0.7500,\"weekday-mean\":0.2500}},"
                                + "{\"limit\":\"prepaid\",\"meter\":\"tokens\",\"until\":\"2026-11-20T12:00:00Z\",\"used\":0.25,"
                                + "\"missing\":\"too-few-days\"}],\"signals\":[]}");
    }

    @Test
    void leavesOutWhatIsUnknown() throws Exception {
        var expected = new Expected(3_250, null, Map.of(Method.RUN_RATE, 1.0), null, null, null);
        usage.forecasts = List.of(new UsageForecast(MONTHLY, FakeUsage.NOW, expected, null));

        assertThat(admin("GET", "/insights/licenses/lic_1", "").body())
                .endsWith("\"used\":1.5,\"expected\":3.25,\"methods\":{\"run-rate\":1.0000}}],\"signals\":[]}");
    }

    @Test
    void refusesUnknownLicensesAndParameters() throws Exception {
        assertThat(admin("GET", "/insights/licenses/lic_2", "").statusCode()).isEqualTo(404);
        assertThat(admin("GET", "/insights/licenses/lic_1?days=3", "").statusCode())
                .isEqualTo(400);
        assertThat(caller("/insights/licenses/lic_1").statusCode()).isEqualTo(401);
    }
}
