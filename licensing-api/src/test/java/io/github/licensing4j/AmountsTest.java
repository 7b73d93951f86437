package io.github.licensing4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.licensing4j.QuotaLimit.Overage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be written down as a limit can be counted with: no arithmetic of a call can fail. */
class AmountsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "P0D",
                "PT0S",
                "P-1M",
                "PT-1S",
                "P1M-1D",
                "PT0.0001S",
                "P1001Y",
                "P12001M",
                "P366001D",
                "PT9999999999H",
                "P2147483647Y24M",
                "P1DT1H",
                "month",
                ""
            })
    void refusesAPeriodThatNobodyCouldCountBy(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ContractPeriod.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"P1M", "P1Y2M", "P1W", "P90D", "PT1H", "PT0.001S", "P1000Y"})
    void readsAPeriodOfCalendarUnitsOrOfTime(String text) {
        ContractPeriod period = ContractPeriod.parse(text);
        assertThat(period.isCalendar()).isEqualTo(!text.startsWith("PT"));
        assertThat(ContractPeriod.parse(period.toString())).isEqualTo(period);
    }

    @Test
    void refusesAnOverageThatCannotBeAddedToItsAmount() {
        ContractPeriod month = ContractPeriod.parse("P1M");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new QuotaLimit("monthly", "calls", Long.MAX_VALUE, month, List.of(), new Overage(1, null)))
                .withMessageContaining("monthly");
        assertThat(new QuotaLimit("monthly", "calls", Long.MAX_VALUE - 1, month, List.of(), new Overage(1, null))
                        .ceiling())
                .isEqualTo(Long.MAX_VALUE);
    }
}
