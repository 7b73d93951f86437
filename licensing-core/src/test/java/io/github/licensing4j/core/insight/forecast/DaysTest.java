package io.github.licensing4j.core.insight.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DaysTest {
    @Test
    void deductsCorrectionFromLatestDaysBefore() {
        assertThat(Days.cleaned(new long[] {100, 100, 30, -50, 40})).containsExactly(100, 80, 0, 0, 40);
    }

    @Test
    void dropsCorrectionBeyondAllDaysBefore() {
        assertThat(Days.cleaned(new long[] {10, -50, 7})).containsExactly(7);
    }

    @Test
    void beginsWithFirstUsage() {
        assertThat(Days.cleaned(new long[] {0, 0, 5, 0, 6})).containsExactly(5, 0, 6);
        assertThat(Days.cleaned(new long[] {0, 0})).isEmpty();
        assertThat(Days.cleaned(new long[] {})).isEmpty();
    }

    @Test
    void levelIsOfLastFourWeeksUnlessTheseAreEmpty() {
        double[] days = new double[30];
        days[0] = 60;
        assertThat(Days.level(days)).isEqualTo(2);
        days[29] = 28;
        assertThat(Days.level(days)).isEqualTo(1);
    }

    @Test
    void countsZeros() {
        assertThat(Days.shareOfZeros(new double[] {0, 1, 0, 2})).isEqualTo(0.5);
    }
}
