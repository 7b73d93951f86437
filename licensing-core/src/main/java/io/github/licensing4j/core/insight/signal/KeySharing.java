package io.github.licensing4j.core.insight.signal;

import io.github.licensing4j.SignalEvidence;
import io.github.licensing4j.SignalSeverity;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds credentials that several parties use: in two of three hours they were used from many networks, and by many devices. An office
 * has many devices behind one network, a phone and a cloud service have many networks and few devices.
 */
final class KeySharing {
    /** The present hour and those before it. */
    static final int HOURS = 3;

    private static final int LEAST_HOURS = 2;
    private static final int FAR_ABOVE = 4;

    private KeySharing() {}

    /** The different networks and devices of one credential in an hour. */
    record Hour(Instant hour, long networks, long devices) {
        private boolean isAbove(SignalSettings settings, int times) {
            return networks >= (long) times * settings.networks() && devices >= (long) times * settings.devices();
        }
    }

    /** @param hours those of one credential, at most three */
    static Optional<Assessment> assess(List<Hour> hours, SignalSettings settings) {
        List<Hour> above = hours.stream()
                .filter(hour -> hour.isAbove(settings, 1))
                .sorted(Comparator.comparing(Hour::hour))
                .toList();
        if (above.size() < LEAST_HOURS) {
            return Optional.empty();
        }
        boolean isFar =
                above.stream().filter(hour -> hour.isAbove(settings, FAR_ABOVE)).count() >= LEAST_HOURS;
        Map<String, Long> figures = Map.of(
                "networks", above.stream().mapToLong(Hour::networks).max().orElseThrow(),
                "devices", above.stream().mapToLong(Hour::devices).max().orElseThrow(),
                "hours", (long) above.size());
        List<String> texts = above.stream()
                .map(hour -> hour.hour() + ": " + hour.networks() + " networks, " + hour.devices() + " devices")
                .toList();
        return Optional.of(new Assessment(
                isFar ? SignalSeverity.HIGH : SignalSeverity.MEDIUM,
                new SignalEvidence(figures, Map.of("hours", texts))));
    }
}
