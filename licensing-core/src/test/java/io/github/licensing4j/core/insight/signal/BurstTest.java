package io.github.licensing4j.core.insight.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.SignalEvidence;
import io.github.licensing4j.SignalSeverity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

/** 2026-03-10 is a Tuesday. */
class BurstTest {
    private static final long NOON = Instant.parse("2026-03-10T12:00:00Z").getEpochSecond() / 3_600;
    private static final long SATURDAY = NOON + 4 * 24;
    private static final int DAY = 24;

    @Test
    void isAboveFourTimesTheUsual() {
        HourlyUsage constant = usage(35, hour -> 1_000);

        assertThat(isBurst(constant, NOON, 4_000)).isFalse();
        assertThat(isBurst(constant, NOON, 4_001)).isTrue();
        assertThat(severity(constant, NOON, 20_000)).isEqualTo(SignalSeverity.MEDIUM);
        assertThat(severity(constant, NOON, 20_001)).isEqualTo(SignalSeverity.HIGH);
    }

    @Test
    void hasEnoughCalls() {
        HourlyUsage constant = usage(35, hour -> 1);
        constant.add(NOON, 1_000_000, 99);
        assertThat(new Burst(constant, SignalSettings.defaults()).assess(NOON)).isEmpty();
        constant.add(NOON, 0, 1);
        assertThat(new Burst(constant, SignalSettings.defaults()).assess(NOON)).isPresent();
    }

    @Test
    void hasSevenDaysBefore() {
        assertThat(isBurst(usage(7, hour -> 1_000), NOON, 9_000)).isTrue();
        HourlyUsage shorter = new HourlyUsage(NOON - 35 * DAY, 36 * DAY);
        for (long hour = NOON - 7 * DAY + 1; hour <= NOON; hour++) {
            shorter.add(hour, 1_000, 1_000);
        }
        assertThat(isBurst(shorter, NOON, 9_000)).isFalse();
    }

    @Test
    void nightlyBatchIsUsualAnHourEarlierToo() {
        HourlyUsage nightly = usage(35, hour -> hour % DAY == 2 ? 50_000 : 10);
        long night = NOON - 10;

        assertThat(isBurst(nightly, night, 50_000)).isFalse();
        assertThat(isBurst(nightly, night - 1, 50_000)).isFalse();
        assertThat(isBurst(nightly, NOON, 50_000)).as("repeated by day").isFalse();
        assertThat(isBurst(nightly, NOON, 110_000)).isTrue();
        assertThat(isBurst(nightly, night, 190_000)).isFalse();
        assertThat(isBurst(nightly, night, 210_000)).isTrue();
    }

    @Test
    void weeklyBatchIsUsualFromItsSecondTime() {
        HourlyUsage weekly = usage(14, hour -> Math.floorMod(hour - NOON, 7 * DAY) == 0 ? 50_000 : 10);
        assertThat(isBurst(weekly, NOON, 60_000)).isFalse();
        assertThat(isBurst(weekly, NOON, 210_000)).isTrue();
        assertThat(isBurst(usage(35, hour -> Math.floorMod(hour - NOON, 7 * DAY) == 0 ? 50_000 : 10), NOON, 60_000))
                .isFalse();
    }

    @Test
    void monthlyBatchIsUsual() {
        HourlyUsage monthly = usage(35, hour -> hour == NOON - 28 * DAY - 5 ? 50_000 : 100);
        assertThat(isBurst(monthly, NOON, 60_000)).isFalse();
        assertThat(isBurst(monthly, NOON, 100_001)).isTrue();
    }

    @Test
    void weekendsAreComparedWithWeekends() {
        HourlyUsage atWork = usage(14, hour -> isWeekend(hour) ? 10 : 1_000);
        HourlyUsage atRest = usage(14, hour -> isWeekend(hour) ? 1_000 : 10);

        assertThat(isBurst(atWork, SATURDAY, 1_000)).as("work on a weekend").isFalse();
        assertThat(isBurst(atRest, SATURDAY, 1_100)).isFalse();
        assertThat(isBurst(atRest, NOON, 1_500)).as("as busy as a weekend").isTrue();
    }

    @Test
    void secondSaturdayIsComparedWithTheFirst() {
        HourlyUsage atRest = new HourlyUsage(SATURDAY - 8 * DAY, 9 * DAY);
        for (long hour = SATURDAY - 8 * DAY; hour < SATURDAY; hour++) {
            atRest.add(hour, isWeekend(hour) ? 1_000 : 10, 200);
        }
        assertThat(isBurst(atRest, SATURDAY, 1_500)).isFalse();
        assertThat(isBurst(atRest, SATURDAY, 4_001)).isTrue();
    }

    @Test
    void variedUsageNeedsMore() {
        HourlyUsage varied = usage(35, hour -> 100L << Math.floorMod(hour / DAY, 5));
        assertThat(isBurst(varied, NOON, 4_000)).isFalse();
        assertThat(isBurst(varied, NOON, 40_000)).isTrue();
    }

    @Test
    void growthIsNoBurst() {
        HourlyUsage growing = usage(35, hour -> Math.round(1_000 * Math.pow(1.05, (double) (hour - NOON) / DAY)));
        assertThat(isBurst(growing, NOON, 1_000)).isFalse();
    }

    @Test
    void laterOfEqualHoursIsStronger() {
        Assessment earlier = new Assessment(SignalSeverity.MEDIUM, SignalEvidence.of(Map.of("units", 1L)));
        Assessment later = new Assessment(SignalSeverity.MEDIUM, SignalEvidence.of(Map.of("units", 2L)));
        Assessment high = new Assessment(SignalSeverity.HIGH, SignalEvidence.of(Map.of()));
        assertThat(Burst.stronger(earlier, later)).isSameAs(later);
        assertThat(Burst.stronger(high, later)).isSameAs(high);
        assertThat(Burst.stronger(later, high)).isSameAs(high);
    }

    @Test
    void burstOfTheLastHoursIsNotUsualYet() {
        HourlyUsage usage = usage(35, hour -> hour > NOON - 20 ? 9_000 : 1_000);
        assertThat(isBurst(usage, NOON, 9_000)).isTrue();
    }

    @Test
    void evidenceHasUsualUnits() {
        HourlyUsage nightly = usage(35, hour -> hour % DAY == 2 ? 5_000 : 10);
        nightly.add(NOON, 77_000, 500);

        assertThat(new Burst(nightly, SignalSettings.defaults())
                        .assess(NOON)
                        .orElseThrow()
                        .evidence())
                .isEqualTo(new SignalEvidence(
                        Map.of("units", 77_000L, "calls", 500L, "usual", 10L, "busiest", 5_000L, "bound", 10_070L),
                        Map.of("hours", List.of("2026-03-10T12:00:00Z"))));
    }

    @Test
    void correctedHoursAreNotNegative() {
        HourlyUsage usage = new HourlyUsage(NOON, 3);
        usage.add(NOON, -5, 0);
        usage.add(NOON + 3, 7, 7);
        assertThat(usage.units(NOON)).isZero();
        assertThat(usage.units(NOON + 3)).isZero();
        assertThat(usage.units(NOON - 1)).isZero();
        assertThat(usage.calls(NOON + 3)).isZero();
        assertThat(usage.firstUsed()).isEqualTo(NOON + 3);
    }

    /** Returns usage of some days before noon. */
    private static HourlyUsage usage(int days, LongUnaryOperator units) {
        HourlyUsage usage = new HourlyUsage(NOON - 35 * DAY, 42 * DAY);
        for (long hour = NOON - (long) days * DAY; hour < NOON; hour++) {
            usage.add(hour, units.applyAsLong(hour), 1_000);
        }
        return usage;
    }

    private static boolean isBurst(HourlyUsage usage, long hour, long units) {
        usage.add(hour, units - usage.units(hour), 1_000);
        boolean found = new Burst(usage, SignalSettings.defaults()).assess(hour).isPresent();
        return found;
    }

    private static SignalSeverity severity(HourlyUsage usage, long hour, long units) {
        usage.add(hour, units - usage.units(hour), 1_000);
        return new Burst(usage, SignalSettings.defaults())
                .assess(hour)
                .orElseThrow()
                .severity();
    }

    private static boolean isWeekend(long hour) {
        return Math.floorMod(hour / DAY + 3, 7) >= 5;
    }
}
