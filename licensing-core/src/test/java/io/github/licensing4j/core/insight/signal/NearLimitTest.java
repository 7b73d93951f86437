package io.github.licensing4j.core.insight.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.SignalSeverity;
import io.github.licensing4j.core.insight.signal.NearLimit.QuotaUse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NearLimitTest {
    @Test
    void repeatedIsThreeDaysAndTwentyCalls() {
        assertThat(assess(refused(18, 1, 1), null)).isPresent();
        assertThat(assess(refused(17, 1, 1), null)).isEmpty();
        assertThat(assess(refused(500, 500), null)).isEmpty();
        assertThat(assess(new RefusedDays(), null)).isEmpty();
    }

    @Test
    void halfOfTheDaysAreHigh() {
        assertThat(severity(refused(9, 9, 9, 9, 9, 9))).isEqualTo(SignalSeverity.MEDIUM);
        assertThat(severity(refused(9, 9, 9, 9, 9, 9, 9))).isEqualTo(SignalSeverity.HIGH);
    }

    @Test
    void quotaIsEarlyWithQuarterLeft() {
        assertThat(quota(90, 100, 28, 7).isEarly()).isTrue();
        assertThat(quota(89, 100, 28, 7).isEarly()).isFalse();
        assertThat(new QuotaUse(90, 100, Duration.ofDays(28), Duration.ofDays(7).minusMillis(1)).isEarly())
                .isFalse();
        assertThat(quota(14, 15, 28, 7).isEarly()).isTrue();
        assertThat(quota(13, 15, 28, 7).isEarly()).isFalse();
        assertThat(quota(Long.MAX_VALUE, Long.MAX_VALUE, 28, 7).isEarly()).isTrue();
    }

    @Test
    void shortPeriodsAndEmptyQuotasAreNotEarly() {
        assertThat(quota(90, 100, 7, 6).isEarly()).isTrue();
        assertThat(quota(90, 100, 6, 6).isEarly()).isFalse();
        assertThat(quota(0, 0, 28, 20).isEarly()).isFalse();
    }

    @Test
    void evidenceHasBoth() {
        Assessment found = assess(refused(9, 9, 9), quota(190, 200, 30, 15)).orElseThrow();

        assertThat(found.severity()).isEqualTo(SignalSeverity.MEDIUM);
        assertThat(found.evidence().figures())
                .isEqualTo(Map.of("refused", 27L, "days", 3L, "used-percent", 95L, "days-left", 15L));
        assertThat(assess(null, quota(190, 200, 30, 15)).orElseThrow().severity())
                .isEqualTo(SignalSeverity.LOW);
    }

    private static SignalSeverity severity(RefusedDays refused) {
        return assess(refused, null).orElseThrow().severity();
    }

    private static Optional<Assessment> assess(@Nullable RefusedDays refused, @Nullable QuotaUse quota) {
        return NearLimit.assess(refused, quota, SignalSettings.defaults());
    }

    private static QuotaUse quota(long used, long included, int period, int left) {
        return new QuotaUse(used, included, Duration.ofDays(period), Duration.ofDays(left));
    }

    private static RefusedDays refused(long... calls) {
        RefusedDays refused = new RefusedDays();
        for (int day = 0; day < calls.length; day++) {
            refused.add(day, calls[day]);
        }
        return refused;
    }
}
