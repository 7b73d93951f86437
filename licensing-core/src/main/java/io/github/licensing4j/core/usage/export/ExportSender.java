package io.github.licensing4j.core.usage.export;

import io.github.licensing4j.core.schedule.TaskPermit;
import io.github.licensing4j.core.webhook.Backoff;
import io.github.licensing4j.spi.ExportEvent;
import io.github.licensing4j.spi.ExportLog;
import io.github.licensing4j.spi.ExportResult;
import io.github.licensing4j.spi.ExportResult.Accepted;
import io.github.licensing4j.spi.ExportResult.EventResult;
import io.github.licensing4j.spi.ExportResult.Refused;
import io.github.licensing4j.spi.ExportResult.Retry;
import io.github.licensing4j.spi.UsageExporter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the events of one exporter in batches. Accepted events are recorded before anything else is sent; while the
 * store cannot record them, nothing is sent. For one thread.
 */
final class ExportSender {
    static final int BATCH = 100;
    /** Both limit one run, so that no exporter delays the others for long. */
    private static final int BATCHES = 100;

    private static final int DRAWS = 50;
    private static final int DRAWN = 1_000;

    private static final Logger log = LoggerFactory.getLogger(ExportSender.class);

    private final UsageExporter exporter;
    private final ExportLog events;
    private final ExportSettings settings;
    private final InstantSource clock;
    private final List<String> unnoted = new ArrayList<>(BATCH);
    private int failures;
    private Instant pausedUntil = Instant.MIN;
    private @Nullable String lastError;
    private boolean hasNewlyDead;

    /** Events that failed in the same way and are recorded together. */
    private record Failure(int attempts, String error, Duration after) {}

    ExportSender(UsageExporter exporter, ExportLog events, ExportSettings settings, InstantSource clock) {
        this.exporter = exporter;
        this.events = events;
        this.settings = settings;
        this.clock = clock;
    }

    String name() {
        return exporter.name();
    }

    /** Returns the last error, null if an event was accepted since. */
    @Nullable
    String lastError() {
        return lastError;
    }

    /** Returns whether an event was given up since the previous call. */
    boolean hasGivenUp() {
        boolean result = hasNewlyDead;
        hasNewlyDead = false;
        return result;
    }

    /** Creates events for the hours that have ended, and sends those that are due, for as long as no other node does. */
    void runOnce(TaskPermit permit) throws InterruptedException {
        noteAccepted();
        createEvents();
        for (int i = 0; i < BATCHES && !clock.instant().isBefore(pausedUntil); i++) {
            List<ExportEvent> due = events.due(name(), clock.instant(), BATCH);
            if (!due.isEmpty()) {
                permit.check();
                settle(due, send(due));
            }
            if (due.size() < BATCH) {
                return;
            }
        }
    }

    private void createEvents() {
        Instant now = clock.instant();
        for (int i = 0; i < DRAWS; i++) {
            if (events.createEvents(name(), now.minus(settings.grace()), now, DRAWN) < DRAWN) {
                return;
            }
        }
    }

    private ExportResult send(List<ExportEvent> due) throws InterruptedException {
        try {
            return exporter.export(due);
        } catch (RuntimeException | Error e) {
            // Errors too: a missing library method must stop only one exporter.
            log.warn("Exporter {} failed; its events are sent again", name(), e);
            // Only the class name is stored and shown: exception messages of other code may contain an address or a
            // key.
            return ExportResult.all(due, new Retry(e.getClass().getSimpleName(), null));
        }
    }

    private void settle(List<ExportEvent> due, ExportResult result) {
        Map<Failure, List<String>> failed = new LinkedHashMap<>();
        Map<String, List<String>> dead = new LinkedHashMap<>();
        for (ExportEvent event : due) {
            EventResult eventResult = result.outcomes().get(event.id());
            if (eventResult instanceof Accepted) {
                unnoted.add(event.id());
            } else if (eventResult instanceof Refused refused) {
                add(dead, ExportFormat.line(refused.reason()), event);
            } else if (eventResult instanceof Retry retry) {
                failed(event, retry, failed, dead);
            } else {
                failed(event, new Retry("the exporter returned no outcome for it", null), failed, dead);
            }
        }
        pause(failed, dead);
        noteAccepted();
        failed.forEach((failure, ids) -> events.failed(ids, next(failure), failure.error));
        dead.forEach(this::giveUp);
    }

    private void failed(
            ExportEvent event, Retry retry, Map<Failure, List<String>> failed, Map<String, List<String>> dead) {
        int attempts = event.delivery().attempts() + 1;
        String error = ExportFormat.line(retry.error());
        boolean old = !clock.instant().isBefore(event.delivery().createdAt().plus(settings.maxAge()));
        if (attempts >= settings.maxAttempts() || old) {
            add(dead, error, event);
        } else {
            Duration after = retry.after() == null ? Duration.ZERO : retry.after();
            add(failed, new Failure(attempts, error, after), event);
        }
    }

    private static <K> void add(Map<K, List<String>> to, K key, ExportEvent event) {
        to.computeIfAbsent(key, unused -> new ArrayList<>()).add(event.id());
    }

    /** If nothing was accepted, the next events must wait too; also if the receiver requests a wait. */
    private void pause(Map<Failure, List<String>> failed, Map<String, List<String>> dead) {
        Duration wait = failed.keySet().stream()
                .map(Failure::after)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        if (!unnoted.isEmpty()) {
            failures = 0;
        } else if (!failed.isEmpty()) {
            failures = Math.min(failures + 1, settings.maxAttempts());
            wait = longer(wait, Backoff.after(failures, ThreadLocalRandom.current()));
        }
        pausedUntil = clock.instant().plus(wait);
        lastError = failed.keySet().stream()
                .map(Failure::error)
                .findFirst()
                .or(() -> dead.keySet().stream().findFirst())
                .orElse(null);
    }

    private Instant next(Failure failure) {
        Duration wait = Backoff.after(failure.attempts, ThreadLocalRandom.current());
        return clock.instant().plus(longer(failure.after, wait));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private void noteAccepted() {
        if (!unnoted.isEmpty()) {
            events.accepted(List.copyOf(unnoted), clock.instant());
            unnoted.clear();
        }
    }

    private void giveUp(String error, List<String> ids) {
        hasNewlyDead = true;
        log.warn("Exporter {} gives up {} events, the first is {}: {}", name(), ids.size(), ids.get(0), error);
        events.dead(ids, error);
    }
}
