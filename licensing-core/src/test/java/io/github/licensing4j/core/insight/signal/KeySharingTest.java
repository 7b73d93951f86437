package io.github.licensing4j.core.insight.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.SignalEvidence;
import io.github.licensing4j.SignalSeverity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeySharingTest {
    private static final Instant FIRST = Instant.parse("2026-03-10T10:00:00Z");
    private static final Instant SECOND = Instant.parse("2026-03-10T11:00:00Z");
    private static final Instant THIRD = Instant.parse("2026-03-10T12:00:00Z");

    @Test
    void needsNetworksAndDevicesInTwoHours() {
        assertThat(assess(hour(FIRST, 8, 4), hour(SECOND, 8, 4))).isPresent();
        assertThat(assess(hour(FIRST, 8, 4), hour(THIRD, 8, 4))).isPresent();
        assertThat(assess(hour(FIRST, 8, 4))).isEmpty();
        assertThat(assess(hour(FIRST, 8, 4), hour(SECOND, 7, 4))).isEmpty();
        assertThat(assess(hour(FIRST, 8, 4), hour(SECOND, 8, 3))).isEmpty();
        assertThat(assess()).isEmpty();
    }

    @Test
    void officeAndPhoneAndCloudAreNotShared() {
        assertThat(assess(hour(FIRST, 1, 500), hour(SECOND, 2, 500), hour(THIRD, 1, 500)))
                .isEmpty();
        assertThat(assess(hour(FIRST, 6, 1), hour(SECOND, 9, 2), hour(THIRD, 12, 2)))
                .isEmpty();
        assertThat(assess(hour(FIRST, 400, 3), hour(SECOND, 400, 3), hour(THIRD, 400, 3)))
                .isEmpty();
    }

    @Test
    void isHighFarAboveInTwoHours() {
        assertThat(severity(hour(FIRST, 32, 16), hour(SECOND, 32, 16))).isEqualTo(SignalSeverity.HIGH);
        assertThat(severity(hour(FIRST, 32, 16), hour(SECOND, 31, 16))).isEqualTo(SignalSeverity.MEDIUM);
        assertThat(severity(hour(FIRST, 32, 16), hour(SECOND, 32, 15))).isEqualTo(SignalSeverity.MEDIUM);
    }

    @Test
    void evidenceHasEachHour() {
        Assessment found = assess(hour(SECOND, 9, 6), hour(FIRST, 10, 5), hour(THIRD, 1, 1))
                .orElseThrow();

        assertThat(found.evidence())
                .isEqualTo(new SignalEvidence(
                        Map.of("networks", 10L, "devices", 6L, "hours", 2L),
                        Map.of(
                                "hours",
                                List.of(
                                        "2026-03-10T10:00:00Z: 10 networks, 5 devices",
                                        "2026-03-10T11:00:00Z: 9 networks, 6 devices"))));
    }

    private static SignalSeverity severity(KeySharing.Hour... hours) {
        return assess(hours).orElseThrow().severity();
    }

    private static Optional<Assessment> assess(KeySharing.Hour... hours) {
        return KeySharing.assess(List.of(hours), SignalSettings.defaults());
    }

    private static KeySharing.Hour hour(Instant hour, long networks, long devices) {
        return new KeySharing.Hour(hour, networks, devices);
    }
}
