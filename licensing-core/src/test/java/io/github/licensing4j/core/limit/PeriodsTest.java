package io.github.licensing4j.core.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.core.RandomCases;
import io.github.licensing4j.spi.QuotaWindow;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("rule-3.6")
class PeriodsTest {
    private static final ContractPeriod MONTH = ContractPeriod.parse("P1M");
    private static final ContractPeriod DAY = ContractPeriod.parse("P1D");

    @Test
    void countsMonthsFromThe31stOfJanuaryOverThreeYears() {
        Instant anchor = Instant.parse("2026-01-31T10:00:00Z");
        LocalDate first = LocalDate.of(2026, 1, 31);
        for (int n = 0; n < 36; n++) {
            Instant start = first.plusMonths(n).atTime(10, 0).toInstant(ZoneOffset.UTC);
            Instant end = first.plusMonths(n + 1).atTime(10, 0).toInstant(ZoneOffset.UTC);
            assertThat(at(MONTH, anchor, ZoneOffset.UTC, start)).isEqualTo(window(start, end));
            assertThat(at(MONTH, anchor, ZoneOffset.UTC, end.minusMillis(1))).isEqualTo(window(start, end));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2026-02-28T10:00:00Z, 2026-03-31T10:00:00Z, 2026-03-15T00:00:00Z",
        "2028-02-29T10:00:00Z, 2028-03-31T10:00:00Z, 2028-03-01T00:00:00Z",
        "2026-04-30T10:00:00Z, 2026-05-31T10:00:00Z, 2026-05-31T09:59:59.999Z"
    })
    void clampsToTheEndOfShortMonthsAndReturnsToThe31st(Instant start, Instant end, Instant now) {
        assertThat(at(MONTH, Instant.parse("2026-01-31T10:00:00Z"), ZoneOffset.UTC, now))
                .isEqualTo(window(start, end));
    }

    @Test
    void countsYearsFromTheLeapDay() {
        Instant anchor = Instant.parse("2024-02-29T00:00:00Z");
        ContractPeriod year = ContractPeriod.parse("P1Y");
        assertThat(at(year, anchor, ZoneOffset.UTC, Instant.parse("2025-03-01T00:00:00Z")))
                .isEqualTo(window(Instant.parse("2025-02-28T00:00:00Z"), Instant.parse("2026-02-28T00:00:00Z")));
        assertThat(at(year, anchor, ZoneOffset.UTC, Instant.parse("2028-02-29T00:00:00Z")))
                .isEqualTo(window(Instant.parse("2028-02-29T00:00:00Z"), Instant.parse("2029-02-28T00:00:00Z")));
    }

    @ParameterizedTest
    @CsvSource({
        // 23 and 25 hours in Berlin, 23 and 25 in New York, 23:30 and 24:30 on Lord Howe.
        "Europe/Berlin,      2026-03-29T00:00, 23:00",
        "Europe/Berlin,      2026-10-25T00:00, 25:00",
        "America/New_York,   2026-03-08T00:00, 23:00",
        "America/New_York,   2026-11-01T00:00, 25:00",
        "Australia/Lord_Howe, 2026-10-04T00:00, 23:30",
        "Australia/Lord_Howe, 2026-04-05T00:00, 24:30"
    })
    void givesTheDayOfAClockChangeItsRealLength(String zone, String day, String length) {
        ZoneId zoneId = ZoneId.of(zone);
        Instant anchor = ZonedDateTime.of(2020, 1, 1, 0, 0, 0, 0, zoneId).toInstant();
        Instant midnight = java.time.LocalDateTime.parse(day).atZone(zoneId).toInstant();
        QuotaWindow window = at(DAY, anchor, zoneId, midnight.plusSeconds(3600));
        String[] parts = length.split(":", -1);
        assertThat(window.startMillis()).isEqualTo(midnight.toEpochMilli());
        assertThat(Duration.ofMillis(window.endMillis() - window.startMillis()))
                .isEqualTo(Duration.ofHours(Long.parseLong(parts[0])).plusMinutes(Long.parseLong(parts[1])));
    }

    @Test
    void anAnchorInsideAClockGapMovesOnlyThatDay() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        Instant anchor = ZonedDateTime.of(2026, 3, 27, 2, 30, 0, 0, berlin).toInstant();
        QuotaWindow gapDay = at(DAY, anchor, berlin, Instant.parse("2026-03-29T12:00:00Z"));
        QuotaWindow nextDay = at(DAY, anchor, berlin, Instant.parse("2026-03-30T12:00:00Z"));
        // 02:30 does not exist on the 29th: 03:30 summer time stands for it; on the 30th 02:30 is back.
        assertThat(Instant.ofEpochMilli(gapDay.startMillis())).isEqualTo("2026-03-29T01:30:00Z");
        assertThat(Instant.ofEpochMilli(nextDay.startMillis())).isEqualTo("2026-03-30T00:30:00Z");
        assertThat(gapDay.endMillis()).isEqualTo(nextDay.startMillis());
    }

    @Test
    void aClockSetBackFallsIntoTheEarlierPeriod() {
        Instant anchor = Instant.parse("2026-01-01T00:00:00Z");
        assertThat(at(MONTH, anchor, ZoneOffset.UTC, Instant.parse("2025-12-31T23:00:00Z")))
                .isEqualTo(window(Instant.parse("2025-12-01T00:00:00Z"), anchor));
        assertThat(at(ContractPeriod.parse("PT1H"), anchor, ZoneOffset.UTC, anchor.minusMillis(1)))
                .isEqualTo(window(anchor.minusSeconds(3600), anchor));
    }

    @Test
    void everyInstantLiesInExactlyThePeriodThatStartsAtAnchorPlusNTimesPeriod() {
        RandomCases.run(2000, PeriodsTest::assertThatInstantLiesInItsPeriod);
    }

    private static void assertThatInstantLiesInItsPeriod(RandomGenerator random) {
        long anchorMillis = RandomCases.between(random, 0, 4_000_000_000_000L);
        long now = RandomCases.between(random, 0, 4_000_000_000_000L);
        ZoneId zoneId = ZoneId.of(RandomCases.any(random, "UTC", "Europe/Berlin", "America/New_York"));
        ContractPeriod per = ContractPeriod.parse(
                "P" + RandomCases.between(random, 0, 25) + "M" + RandomCases.between(random, 1, 90) + "D");
        QuotaWindow window = at(per, Instant.ofEpochMilli(anchorMillis), zoneId, Instant.ofEpochMilli(now));
        assertThat(window.contains(now)).isTrue();
        assertThat(isStart(window.startMillis(), per, anchorMillis, zoneId)).isTrue();
        assertThat(at(per, Instant.ofEpochMilli(anchorMillis), zoneId, Instant.ofEpochMilli(window.endMillis()))
                        .startMillis())
                .isEqualTo(window.endMillis());
    }

    /** Counts period by period from the anchor: slow, and plainly what the rule says. */
    private static boolean isStart(long start, ContractPeriod per, long anchorMillis, ZoneId zone) {
        ZonedDateTime anchor = Instant.ofEpochMilli(anchorMillis).atZone(zone);
        int direction = start >= anchorMillis ? 1 : -1;
        for (long n = 0; ; n += direction) {
            long candidate = anchor.plusMonths(n * per.date().toTotalMonths())
                    .plusDays(n * per.date().get(ChronoUnit.DAYS))
                    .toInstant()
                    .toEpochMilli();
            if (candidate == start) {
                return true;
            }
            if (direction > 0 ? candidate > start : candidate < start) {
                return false;
            }
        }
    }

    private static QuotaWindow at(ContractPeriod per, Instant anchor, ZoneId zone, Instant now) {
        return Periods.at(per, anchor, zone, now.toEpochMilli());
    }

    private static QuotaWindow window(Instant start, Instant end) {
        return new QuotaWindow(start.toEpochMilli(), end.toEpochMilli());
    }
}
