package io.github.licensing4j.core.insight.signal;

import io.github.licensing4j.SignalEvidence;
import io.github.licensing4j.SignalSeverity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds networks that many different invalid credentials come from. One client with an old key has one, however often it calls. */
final class CredentialStuffing {
    private static final int FAR_ABOVE = 3;

    private CredentialStuffing() {}

    /** The different invalid credentials of one network in an hour. */
    record Hour(Instant hour, long credentials) {}

    /** @param hours those of one network */
    static Optional<Assessment> assess(List<Hour> hours, SignalSettings settings) {
        List<Hour> above = hours.stream()
                .filter(hour -> hour.credentials() >= settings.badCredentials())
                .toList();
        if (above.isEmpty()) {
            return Optional.empty();
        }
        long most = above.stream().mapToLong(Hour::credentials).max().orElseThrow();
        boolean isFar = most >= (long) FAR_ABOVE * settings.badCredentials();
        return Optional.of(new Assessment(
                isFar ? SignalSeverity.HIGH : SignalSeverity.MEDIUM,
                new SignalEvidence(
                        Map.of("credentials", most, "hours", (long) above.size()),
                        Map.of(
                                "hours",
                                above.stream()
                                        .map(Hour::hour)
                                        .sorted()
                                        .map(Instant::toString)
                                        .toList()))));
    }
}
