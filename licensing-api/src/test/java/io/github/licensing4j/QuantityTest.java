package io.github.licensing4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {
    private static final Meter EGRESS = new Meter("egress", "GB", 3, null);

    @ParameterizedTest
    @CsvSource({"0.250, 0.25", "1E+3, 1000", "-1.50, -1.5", "0E+20, 0", "0.000, 0"})
    void dropsTrailingZeros(String amount, String shown) {
        assertThat(Quantity.of(amount, "GB")).hasToString(shown + " GB").isEqualTo(Quantity.of(shown, "GB"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1E+999999999", "1E-999999999", "ten", ""})
    void rejectsNumbersThatNoMeterCounts(String amount) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Quantity.of(amount, "GB"))
                .withMessageContaining("'GB'");
    }

    @Test
    void convertsToSmallestUnits() {
        assertThat(EGRESS.smallest(Quantity.of("0.25", "GB"))).isEqualTo(250);
        assertThat(EGRESS.smallest(Quantity.of(2, "GB"))).isEqualTo(2000);
        assertThat(EGRESS.smallest(Quantity.smallest(250))).isEqualTo(250);
        assertThat(EGRESS.quantity(250)).isEqualTo(Quantity.of("0.25", "GB"));
        assertThat(EGRESS.quantity(-3000)).hasToString("-3 GB");
    }

    @Test
    void rejectsOtherUnits() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EGRESS.smallest(Quantity.of(250, "MB")))
                .withMessage("meter 'egress' counts in 'GB', got 250 MB; expected the unit of the meter");
    }

    @Test
    void rejectsWhatMeterCannotCount() {
        for (Quantity quantity : new Quantity[] {
            Quantity.of("0.2505", "GB"),
            Quantity.of(-1, "GB"),
            Quantity.smallest(-1),
            Quantity.of("0.5", Quantity.SMALLEST)
        }) {
            assertThatIllegalArgumentException().isThrownBy(() -> EGRESS.smallest(quantity));
        }
    }
}
