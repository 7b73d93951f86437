package io.github.licensing4j.core.usage.journal;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.LicensingException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("rule-3.12")
class ClockGuardTest {
    private static final Instant SEEN = Instant.parse("2026-03-02T00:00:00Z");

    @Test
    void rejectsClockMoreThanDayBehind() {
        Instant now = SEEN.minus(Duration.ofHours(24)).minusMillis(1);
        assertThatThrownBy(() -> ClockGuard.check(SEEN, now, null))
                .isInstanceOf(LicensingException.class)
                .hasMessageContaining(SEEN.toString())
                .hasMessageContaining(now.toString())
                .hasMessageContaining("licensing.clock.accept-until");
        assertThatThrownBy(() -> ClockGuard.check(SEEN, now, SEEN.minusMillis(1)))
                .isInstanceOf(LicensingException.class);
    }

    @Test
    void acceptsDayBehindOrKnownWrongMark() {
        assertThatCode(() -> ClockGuard.check(SEEN, SEEN.minus(Duration.ofHours(24)), null))
                .doesNotThrowAnyException();
        assertThatCode(() -> ClockGuard.check(SEEN, Instant.EPOCH, SEEN)).doesNotThrowAnyException();
        assertThatCode(() -> ClockGuard.check(Instant.EPOCH, Instant.EPOCH, null))
                .doesNotThrowAnyException();
    }
}
