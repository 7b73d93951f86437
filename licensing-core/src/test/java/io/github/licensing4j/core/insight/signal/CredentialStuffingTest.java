package io.github.licensing4j.core.insight.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.SignalEvidence;
import io.github.licensing4j.SignalSeverity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CredentialStuffingTest {
    private static final Instant HOUR = Instant.parse("2026-03-10T10:00:00Z");

    @Test
    void oneHourIsEnough() {
        assertThat(assess(19, 19, 19)).isEmpty();
        assertThat(assess(20).orElseThrow().severity()).isEqualTo(SignalSeverity.MEDIUM);
        assertThat(assess(59).orElseThrow().severity()).isEqualTo(SignalSeverity.MEDIUM);
        assertThat(assess(1, 60).orElseThrow().severity()).isEqualTo(SignalSeverity.HIGH);
    }

    @Test
    void evidenceHasHoursAbove() {
        assertThat(assess(25, 3, 30).orElseThrow().evidence())
                .isEqualTo(new SignalEvidence(
                        Map.of("credentials", 30L, "hours", 2L),
                        Map.of("hours", List.of("2026-03-10T10:00:00Z", "2026-03-10T12:00:00Z"))));
    }

    private static Optional<Assessment> assess(long... credentials) {
        List<CredentialStuffing.Hour> hours = new ArrayList<>();
        for (int i = 0; i < credentials.length; i++) {
            hours.add(new CredentialStuffing.Hour(HOUR.plusSeconds(3_600L * i), credentials[i]));
        }
        return CredentialStuffing.assess(hours, SignalSettings.defaults());
    }
}
