package io.github.licensing4j.core.insight.signal;

import static io.github.licensing4j.SignalKind.TRIAL_ENGAGED;
import static io.github.licensing4j.SignalKind.TRIAL_IDLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.SignalKind;
import io.github.licensing4j.SignalSeverity;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrialUseTest {
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    @Test
    void engagedOnMostOfThreeDays() {
        assertThat(kind(2, 5_000, 0, 1)).isEmpty();
        assertThat(kind(2, 5_000, 0, 1, 2)).contains(TRIAL_ENGAGED);
        assertThat(kind(4, 5_000, 0, 2, 4)).contains(TRIAL_ENGAGED);
        assertThat(kind(5, 5_000, 0, 2, 4)).as("half of six days").isEmpty();
    }

    @Test
    void daysBeforeTrialDoNotCount() {
        assertThat(kind(2, 5_000, 1, 3, 4)).isEmpty();
    }

    @Test
    void idleAfterHalfOfItsTime() {
        assertThat(kindAt(START.plus(Duration.ofDays(7)), 0)).isEmpty();
        assertThat(kindAt(START.plus(Duration.ofDays(7)).plusMillis(1), 0)).contains(TRIAL_IDLE);
        assertThat(kind(8, 10, 5)).contains(TRIAL_IDLE);
        assertThat(kind(8, 11, 5)).isEmpty();
        assertThat(kind(8, 2, 4, 5)).isEmpty();
    }

    @Test
    void lastQuarterDeservesMoreAttention() {
        assertThat(TrialUse.assess(trial(START.plus(Duration.ofHours(252)), 0)).severity())
                .isEqualTo(SignalSeverity.LOW);
        Assessment found =
                TrialUse.assess(trial(START.plus(Duration.ofHours(252)).plusMillis(1), 7, 0, 3));

        assertThat(found.severity()).isEqualTo(SignalSeverity.MEDIUM);
        assertThat(found.evidence().figures())
                .isEqualTo(Map.of("days", 11L, "days-used", 2L, "calls", 7L, "days-left", 3L));
    }

    @Test
    void longTrialIsKnownForEightWeeks() {
        int[] every = new int[57];
        for (int day = 0; day < every.length; day++) {
            every[day] = day;
        }
        assertThat(TrialUse.kind(new TrialUse.Trial(
                        START, START.plus(Duration.ofDays(400)), START.plus(Duration.ofDays(150)), days(every), 1_000)))
                .contains(TRIAL_ENGAGED);
    }

    private static Optional<SignalKind> kind(int afterDays, long calls, int... used) {
        return TrialUse.kind(trial(START.plus(Duration.ofDays(afterDays)), calls, used));
    }

    private static Optional<SignalKind> kindAt(Instant now, long calls) {
        return TrialUse.kind(trial(now, calls));
    }

    private static TrialUse.Trial trial(Instant now, long calls, int... used) {
        return new TrialUse.Trial(START, START.plus(Duration.ofDays(14)), now, days(used), calls);
    }

    private static UsedDays days(int... used) {
        UsedDays days = UsedDays.NONE;
        for (int day : used) {
            days = days.with(day);
        }
        return days;
    }
}
