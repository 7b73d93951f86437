package io.github.licensing4j.core.insight.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.SignalSeverity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EnumerationTest {
    private static final Instant HOUR = Instant.parse("2026-03-10T10:00:00Z");

    @Test
    void needsManyEndpointsInOneHour() {
        assertThat(assess(hour(19, 0), hour(19, 0))).isEmpty();
        assertThat(severity(hour(20, 0))).isEqualTo(SignalSeverity.MEDIUM);
        assertThat(severity(hour(79, 0))).isEqualTo(SignalSeverity.MEDIUM);
        assertThat(severity(hour(80, 0))).isEqualTo(SignalSeverity.HIGH);
    }

    @Test
    void needsManyMissingPathsAmongCalls() {
        assertThat(assess(missing(49, 49, 0))).isEmpty();
        assertThat(severity(missing(50, 50, 0))).isEqualTo(SignalSeverity.MEDIUM);
        assertThat(severity(missing(50, 50, 101))).isEqualTo(SignalSeverity.MEDIUM);
        assertThat(assess(missing(50, 50, 102))).isEmpty();
        assertThat(assess(missing(49, 5_000, 0))).as("the same paths").isEmpty();
    }

    @Test
    void nodesRememberFewPathsOfMany() {
        assertThat(severity(missing(64, 199, 300))).isEqualTo(SignalSeverity.MEDIUM);
        assertThat(severity(missing(64, 200, 300))).isEqualTo(SignalSeverity.HIGH);
        assertThat(assess(missing(64, 499, 1_000))).isEmpty();
        assertThat(severity(missing(64, 0, 100))).as("errors are not charged").isEqualTo(SignalSeverity.MEDIUM);
    }

    @Test
    void evidenceHasSomeEndpointsAndTheNumbers() {
        Assessment found = assess(hour(20, 7), hour(25, 9), hour(3, 1)).orElseThrow();

        assertThat(found.evidence().figures()).isEqualTo(Map.of("endpoints", 25L, "paths", 9L, "hours", 2L));
        assertThat(found.evidence().examples().get("endpoints")).hasSize(10).contains("GET /0", "GET /10");
        assertThat(found.evidence().examples().get("hours")).hasSize(2);
    }

    private static SignalSeverity severity(Enumeration.Hour... hours) {
        return assess(hours).orElseThrow().severity();
    }

    private static Optional<Assessment> assess(Enumeration.Hour... hours) {
        return Enumeration.assess(List.of(hours), SignalSettings.defaults());
    }

    private static Enumeration.Hour hour(int endpoints, long paths) {
        return new Enumeration.Hour(
                HOUR,
                IntStream.range(0, endpoints).mapToObj(i -> "GET /" + i).toList(),
                new Enumeration.Answers(paths, 0, 0));
    }

    private static Enumeration.Hour missing(long paths, long failed, long served) {
        return new Enumeration.Hour(HOUR, List.of(), new Enumeration.Answers(paths, failed, served));
    }
}
