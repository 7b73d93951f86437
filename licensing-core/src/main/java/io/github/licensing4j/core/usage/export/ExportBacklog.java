package io.github.licensing4j.core.usage.export;

import io.github.licensing4j.Page;
import io.github.licensing4j.spi.ExportEvent;
import io.github.licensing4j.spi.ExportLog;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Counts the waiting and given-up events after each run. For one thread. */
final class ExportBacklog {
    private static final int COUNTED = 1_000;
    /**
     * No event waits longer for its next attempt: back-off ends at eight hours, and Retry-After is limited to a day.
     */
    private static final Duration LONGEST_WAIT = Duration.ofDays(2);

    private static final Duration REST = Duration.ofMinutes(1);

    private final ExportLog events;
    private final InstantSource clock;
    private Map<String, Integer> dead = Map.of();
    private Instant nextCount = Instant.MIN;
    private Map<String, Report> reports = Map.of();

    /**
     * The waiting and given-up events.
     *
     * @param isWell whether nothing was given up and no exporter failed last
     */
    record Backlog(boolean isWell, String detail) {}

    /** The state of one exporter after the last run. */
    private record Report(
            long waiting,
            @Nullable Instant oldest,
            int dead,
            @Nullable String lastError) {
        @Override
        public String toString() {
            return waiting + " waiting" + (oldest == null ? "" : " since " + oldest) + ", "
                    + (dead >= COUNTED ? COUNTED + " or more" : dead) + " given up"
                    + (lastError == null ? "" : "; last error: " + lastError);
        }
    }

    ExportBacklog(ExportLog events, InstantSource clock) {
        this.events = events;
        this.clock = clock;
    }

    void take(ExportSender sender) {
        long waiting = events.waiting(sender.name());
        countDead(sender.hasGivenUp());
        Map<String, Report> next = new TreeMap<>(reports);
        next.put(
                sender.name(),
                new Report(
                        waiting,
                        waiting == 0 ? null : oldest(sender.name()),
                        dead.getOrDefault(sender.name(), 0),
                        sender.lastError()));
        reports = next;
    }

    /** Returns the creation time of the oldest of the next events; for a long queue, close to the oldest of all. */
    private @Nullable Instant oldest(String name) {
        return events.due(name, clock.instant().plus(LONGEST_WAIT), ExportSender.BATCH).stream()
                .map(event -> event.delivery().createdAt())
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /** Counts given-up events only if their number may have changed, because counting reads them. */
    private void countDead(boolean changed) {
        Instant now = clock.instant();
        if (!changed && now.isBefore(nextCount)) {
            return;
        }
        Map<String, Integer> counted = new HashMap<>();
        Page<ExportEvent> page = events.deadLetters(null, COUNTED);
        page.items().forEach(event -> counted.merge(event.exporter(), 1, Integer::sum));
        dead = counted;
        nextCount = now.plus(REST);
    }

    /** Returns the backlog of all exporters at one moment. */
    Backlog backlog() {
        return new Backlog(
                reports.values().stream().allMatch(report -> report.dead == 0 && report.lastError == null),
                reports.isEmpty()
                        ? "nothing exported yet"
                        : reports.entrySet().stream()
                                .map(entry -> entry.getKey() + ": " + entry.getValue())
                                .collect(Collectors.joining(" | ")));
    }
}
