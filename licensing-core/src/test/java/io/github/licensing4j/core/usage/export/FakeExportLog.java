package io.github.licensing4j.core.usage.export;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Page;
import io.github.licensing4j.spi.ExportEvent;
import io.github.licensing4j.spi.ExportLog;
import io.github.licensing4j.spi.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** An in-memory ledger of hours with its export log, which can be made to fail. */
final class FakeExportLog implements ExportLog {
    static final String ISSUER = "https://issuer.example";

    private final Map<Hour, Long> ledger = new TreeMap<>(Comparator.comparing(Hour::toString));
    private final Map<String, Row> rows = new LinkedHashMap<>();
    private boolean failing;
    private @Nullable Error error;
    private boolean deaf;

    /** The usage of one meter by one license within an hour. */
    private record Hour(String license, String meter, Instant start) {
        String suffix() {
            return "-" + license + "-" + meter + "-" + start.getEpochSecond() + "-";
        }
    }

    private record Row(ExportEvent event, State state) {}

    private enum State {
        WAITING,
        ACCEPTED,
        DEAD
    }

    /** Adds or subtracts usage. */
    synchronized void used(String license, String meter, String hour, long units) {
        ledger.merge(new Hour(license, meter, Instant.parse(hour)), units, Long::sum);
    }

    /** Makes everything fail. */
    synchronized void fails(boolean fails) {
        failing = fails;
    }

    /** Makes every run end with an error, or none if it is null. */
    synchronized void failsWith(@Nullable Error planted) {
        error = planted;
    }

    /** Makes recording of accepted events fail. */
    synchronized void cannotNote(boolean cannot) {
        deaf = cannot;
    }

    synchronized long total() {
        return ledger.values().stream().mapToLong(Long::longValue).sum();
    }

    private void check() {
        if (error != null) {
            throw error;
        }
        if (failing) {
            throw new StoreException("the store is gone", new IllegalStateException("planted"));
        }
    }

    private List<ExportEvent> earlier(String exporter, Hour hour) {
        return rows.values().stream()
                .map(Row::event)
                .filter(event -> event.exporter().equals(exporter)
                        && event.license().value().equals(hour.license)
                        && event.meter().equals(hour.meter)
                        && event.hour().from().equals(hour.start))
                .toList();
    }

    @Override
    public synchronized int createEvents(String exporter, Instant closedBefore, Instant now, int max) {
        check();
        int made = 0;
        for (Map.Entry<Hour, Long> entry : ledger.entrySet()) {
            Hour hour = entry.getKey();
            Instant end = hour.start.plus(Duration.ofHours(1));
            List<ExportEvent> earlier = earlier(exporter, hour);
            long difference = entry.getValue()
                    - earlier.stream().mapToLong(ExportEvent::units).sum();
            if (!end.isAfter(closedBefore) && difference != 0 && made < max) {
                made++;
                int revision = earlier.size() + 1;
                String id = exporter + hour.suffix() + revision;
                rows.put(
                        id,
                        new Row(
                                new ExportEvent(
                                        id,
                                        exporter,
                                        new LicenseId(ISSUER, hour.license),
                                        "acme",
                                        hour.meter,
                                        new ExportEvent.Hour(hour.start, end),
                                        revision,
                                        difference,
                                        new ExportEvent.Unit("call", 0),
                                        new ExportEvent.Delivery(now, 0, now, null)),
                                State.WAITING));
            }
        }
        return made;
    }

    @Override
    public synchronized List<ExportEvent> due(String exporter, Instant now, int max) {
        check();
        return events(State.WAITING).stream()
                .filter(event -> event.exporter().equals(exporter)
                        && !event.delivery().dueAt().isAfter(now))
                .sorted(Comparator.comparing(event -> event.delivery().dueAt()))
                .limit(max)
                .toList();
    }

    @Override
    public synchronized void accepted(List<String> ids, Instant at) {
        check();
        if (deaf) {
            throw new StoreException("the store accepts nothing", new IllegalStateException("planted"));
        }
        ids.forEach(id -> rows.computeIfPresent(id, (key, row) -> new Row(row.event, State.ACCEPTED)));
    }

    @Override
    public synchronized void failed(List<String> ids, Instant nextAttempt, String error) {
        check();
        ids.forEach(id -> rows.computeIfPresent(
                id,
                (key, row) -> new Row(
                        row.event.delivery(row.event.delivery().attempts() + 1, nextAttempt, error), State.WAITING)));
    }

    @Override
    public synchronized void dead(List<String> ids, String error) {
        check();
        ids.forEach(id -> rows.computeIfPresent(
                id,
                (key, row) -> new Row(
                        row.event.delivery(
                                row.event.delivery().attempts(),
                                row.event.delivery().dueAt(),
                                error),
                        State.DEAD)));
    }

    @Override
    public synchronized Page<ExportEvent> deadLetters(@Nullable String cursor, int max) {
        check();
        return new Page<>(events(State.DEAD).stream().limit(max).toList(), null);
    }

    @Override
    public synchronized int replay(List<String> ids, Instant now) {
        List<ExportEvent> chosen = events(State.DEAD).stream()
                .filter(event -> ids.isEmpty() || ids.contains(event.id()))
                .toList();
        chosen.forEach(event -> rows.put(
                event.id(), new Row(event.delivery(0, now, event.delivery().lastError()), State.WAITING)));
        return chosen.size();
    }

    @Override
    public synchronized long waiting(String exporter) {
        check();
        return events(State.WAITING).stream()
                .filter(event -> event.exporter().equals(exporter))
                .count();
    }

    @Override
    public synchronized Page<AcceptedUnits> accepted(String exporter, @Nullable String cursor, int max) {
        List<AcceptedUnits> totals = new ArrayList<>();
        events(State.ACCEPTED).stream()
                .filter(event -> event.exporter().equals(exporter))
                .forEach(event -> totals.add(new AcceptedUnits(event.license(), event.meter(), event.units(), 1)));
        return new Page<>(totals, null);
    }

    /** Returns the units of everything that was accepted. */
    long acceptedUnits(String exporter) {
        return accepted(exporter, null, 1).items().stream()
                .mapToLong(AcceptedUnits::units)
                .sum();
    }

    synchronized ExportEvent only(Predicate<ExportEvent> which) {
        List<ExportEvent> found =
                rows.values().stream().map(Row::event).filter(which).toList();
        if (found.size() != 1) {
            throw new AssertionError("expected one event, got " + found);
        }
        return found.get(0);
    }

    private List<ExportEvent> events(State state) {
        return rows.values().stream()
                .filter(row -> row.state == state)
                .map(Row::event)
                .toList();
    }
}
