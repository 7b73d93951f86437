package io.github.licensing4j.core.insight.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class DaysLeftTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @Test
    void wholeDaysAreOne() {
        assertThat(shares("2026-04-01T00:00:00Z", "2026-04-04T00:00:00Z", ZoneOffset.UTC))
                .containsExactly(1.0, 1.0, 1.0);
    }

    @Test
    void firstAndLastDayArePartial() {
        assertThat(shares("2026-04-01T18:00:00Z", "2026-04-03T12:00:00Z", ZoneOffset.UTC))
                .containsExactly(0.25, 1.0, 0.5);
    }

    @Test
    void shortDayHasTwentyThreeHours() {
        assertThat(shares("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", BERLIN))
                .containsExactly(1.0);
        assertThat(shares("2026-03-29T10:00:00Z", "2026-03-30T22:00:00Z", BERLIN))
                .containsExactly(12 / 23.0, 1.0);
    }

    @Test
    void longDayHasTwentyFiveHours() {
        assertThat(shares("2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", BERLIN))
                .containsExactly(1.0);
        assertThat(shares("2026-10-25T11:00:00Z", "2026-10-26T11:00:00Z", BERLIN))
                .containsExactly(12 / 25.0, 0.5);
    }

    @Test
    void endedPeriodHasNone() {
        assertThat(shares("2026-04-01T00:00:00Z", "2026-04-01T00:00:00Z", ZoneOffset.UTC))
                .isEmpty();
    }

    private static List<Double> shares(String now, String end, ZoneId zone) {
        return DaysLeft.shares(Instant.parse(now), Instant.parse(end), zone);
    }
}
