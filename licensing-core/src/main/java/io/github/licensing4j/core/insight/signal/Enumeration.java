package io.github.licensing4j.core.insight.signal;

import io.github.licensing4j.SignalEvidence;
import io.github.licensing4j.SignalSeverity;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Finds licenses that try endpoints and paths one after the other. */
final class Enumeration {
    private static final int FAR_ABOVE = 4;
    private static final int LEAST_SHARE = 2;

    private Enumeration() {}

    /**
     * The endpoints that were refused to a license, and the paths that were missing, in an hour.
     *
     * @param endpoints endpoints that it may not call, without those that it was refused in the week before
     * @param answers how its other calls were answered
     */
    record Hour(Instant hour, Collection<String> endpoints, Answers answers) {
        private boolean isAbove(SignalSettings settings, int times) {
            return endpoints.size() >= (long) times * settings.endpoints() || answers.areAbove(settings, times);
        }
    }

    /**
     * The answers to calls that were granted.
     *
     * @param paths how many different paths were missing; nodes remember some of many
     * @param failed how many calls had an error of the caller, those without a path among them
     * @param served how many calls had success
     */
    record Answers(long paths, long failed, long served) {
        static final Answers NONE = new Answers(0, 0, 0);

        private boolean areAbove(SignalSettings settings, int times) {
            long tried = Math.max(paths, failed);
            return paths >= settings.paths()
                    && tried >= (long) times * settings.paths()
                    && tried >= served / LEAST_SHARE;
        }
    }

    /** @param hours those of one license */
    static Optional<Assessment> assess(List<Hour> hours, SignalSettings settings) {
        List<Hour> above =
                hours.stream().filter(hour -> hour.isAbove(settings, 1)).toList();
        if (above.isEmpty()) {
            return Optional.empty();
        }
        boolean isFar = above.stream().anyMatch(hour -> hour.isAbove(settings, FAR_ABOVE));
        TreeSet<String> endpoints = new TreeSet<>();
        above.forEach(hour -> endpoints.addAll(hour.endpoints()));
        Map<String, Long> figures = Map.of(
                "endpoints", (long) endpoints.size(),
                "paths",
                        above.stream()
                                .mapToLong(hour -> hour.answers().paths())
                                .max()
                                .orElseThrow(),
                "hours", (long) above.size());
        return Optional.of(new Assessment(
                isFar ? SignalSeverity.HIGH : SignalSeverity.MEDIUM,
                new SignalEvidence(
                        figures,
                        Map.of(
                                "endpoints",
                                List.copyOf(endpoints),
                                "hours",
                                above.stream()
                                        .map(Hour::hour)
                                        .sorted()
                                        .map(Instant::toString)
                                        .toList()))));
    }
}
