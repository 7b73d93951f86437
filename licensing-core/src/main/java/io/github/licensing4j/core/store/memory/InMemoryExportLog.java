package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Page;
import io.github.licensing4j.core.store.BatchTotals.Total;
import io.github.licensing4j.core.store.EventId;
import io.github.licensing4j.core.store.Hours;
import io.github.licensing4j.core.store.LedgerUnits;
import io.github.licensing4j.core.store.PageKey;
import io.github.licensing4j.core.store.WideSum;
import io.github.licensing4j.spi.ExportEvent;
import io.github.licensing4j.spi.ExportLog;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Stores export events in memory. Accepted events are kept only as a sum. */
final class InMemoryExportLog implements ExportLog {
    private static final Comparator<ExportEvent> LONGEST_DUE = Comparator.comparing(
                    (ExportEvent event) -> event.delivery().dueAt())
            .thenComparing(event -> event.hour().from())
            .thenComparing(ExportEvent::id);

    private final StoreLock lock;
    private final Map<Total, Long> totals;
    private final MeterTable meters;
    private final Map<String, Exporter> exporters = new HashMap<>();
    private final Map<String, ExportEvent> waiting = new LinkedHashMap<>();
    private final Map<String, ExportEvent> dead = new LinkedHashMap<>();

    /** The state of one exporter: exported units, totals that may have changed, and accepted units. */
    private static final class Exporter {
        private final Map<Total, Long> exported = new HashMap<>();
        private final Map<Window, Integer> revisions = new HashMap<>();
        private final Set<Total> touched = new LinkedHashSet<>();
        private final TreeMap<MeterName, WideSums> accepted = new TreeMap<>(MeterName.ORDER);
    }

    private record Window(LicenseId license, String meter, long hour) {}

    InMemoryExportLog(StoreLock lock, Map<Total, Long> totals, MeterTable meters) {
        this.lock = lock;
        this.totals = totals;
        this.meters = meters;
    }

    /** Called under the lock. */
    void touched(Iterable<Total> changed) {
        for (Exporter exporter : exporters.values()) {
            changed.forEach(exporter.touched::add);
        }
    }

    /**
     * Compacts exported units as the totals were compacted. Existing events stay unchanged, and no earlier hour is
     * exported again. Called under the lock.
     *
     * @throws IllegalArgumentException if a sum exceeds the ledger's range; nothing is changed then
     */
    void fold(UnaryOperator<Total> dated, long floorMillis) {
        Map<Exporter, Map<Total, Long>> folded = new HashMap<>();
        exporters.values().forEach(exporter -> folded.put(exporter, folded(exporter.exported, dated)));
        long floor = Hours.of(floorMillis);
        for (Exporter exporter : exporters.values()) {
            exporter.exported.clear();
            exporter.exported.putAll(folded.getOrDefault(exporter, Map.of()));
            List<Total> touched = exporter.touched.stream().map(dated).toList();
            exporter.touched.clear();
            exporter.touched.addAll(touched);
            exporter.revisions.keySet().removeIf(window -> window.hour < floor);
        }
    }

    private static Map<Total, Long> folded(Map<Total, Long> exported, UnaryOperator<Total> dated) {
        Map<Total, WideSum> sums = new HashMap<>();
        exported.forEach((total, units) -> sums.merge(dated.apply(total), WideSum.of(units), WideSum::plus));
        Map<Total, Long> folded = new HashMap<>();
        sums.forEach((total, sum) -> folded.put(total, sum.units()));
        return folded;
    }

    @Override
    public int createEvents(String name, Instant closedBefore, Instant now, int max) {
        return lock.locked(() -> {
            Exporter exporter = exporters.computeIfAbsent(name, unknown -> {
                Exporter made = new Exporter();
                made.touched.addAll(totals.keySet());
                return made;
            });
            int made = 0;
            Iterator<Total> touched = exporter.touched.iterator();
            while (made < max && touched.hasNext()) {
                Total total = touched.next();
                if (Hours.of(total.hourMillis()) < Hours.of(closedBefore)) {
                    touched.remove();
                    made += createEvents(name, exporter, total, now);
                }
            }
            return made;
        });
    }

    private int createEvents(String name, Exporter exporter, Total total, Instant now) {
        long units = totals.getOrDefault(total, 0L) - exporter.exported.getOrDefault(total, 0L);
        if (units == 0) {
            return 0;
        }
        exporter.exported.merge(total, units, LedgerUnits::add);
        long hour = Hours.of(total.hourMillis());
        int revision = exporter.revisions.merge(new Window(total.license(), total.meter(), hour), 1, Integer::sum);
        ExportEvent event = new ExportEvent(
                new EventId(name, total.license(), total.meter(), hour, revision).text(),
                name,
                total.license(),
                total.customer(),
                total.meter(),
                new ExportEvent.Hour(Hours.start(hour), Hours.start(hour + 1)),
                revision,
                units,
                ExportEvent.Unit.UNKNOWN,
                new ExportEvent.Delivery(now, 0, now, null));
        waiting.put(event.id(), event);
        return 1;
    }

    @Override
    public List<ExportEvent> due(String exporter, Instant now, int max) {
        return lock.locked(() -> waiting.values().stream()
                .filter(event -> event.exporter().equals(exporter)
                        && !event.delivery().dueAt().isAfter(now))
                .sorted(LONGEST_DUE)
                .limit(max)
                .map(this::withUnit)
                .toList());
    }

    private ExportEvent withUnit(ExportEvent event) {
        return event.unit(meters.unit(event.meter()));
    }

    @Override
    public void accepted(List<String> ids, Instant at) {
        lock.locked(() -> {
            for (String id : ids) {
                ExportEvent event = waiting.containsKey(id) ? waiting.remove(id) : dead.remove(id);
                Exporter exporter = event == null ? null : exporters.get(event.exporter());
                if (event != null && exporter != null) {
                    MeterName name = new MeterName(event.license(), event.meter());
                    WideSums before = exporter.accepted.getOrDefault(name, WideSums.NOTHING);
                    exporter.accepted.put(name, before.plus(event.units(), 1));
                }
            }
            return ids.size();
        });
    }

    @Override
    public void failed(List<String> ids, Instant nextAttempt, String error) {
        lock.locked(() -> {
            ids.forEach(id -> waiting.computeIfPresent(
                    id, (name, event) -> event.delivery(event.delivery().attempts() + 1, nextAttempt, error)));
            return ids.size();
        });
    }

    @Override
    public void dead(List<String> ids, String error) {
        move(
                ids,
                waiting,
                dead,
                event -> event.delivery(
                        event.delivery().attempts() + 1, event.delivery().dueAt(), error));
    }

    @Override
    public Page<ExportEvent> deadLetters(@Nullable String cursor, int max) {
        List<String> after = cursor == null ? null : PageKey.read(cursor, 2);
        return lock.locked(() -> {
            TreeMap<List<String>, ExportEvent> sorted = new TreeMap<>(Pages.BY_KEYS);
            dead.values()
                    .forEach(event -> sorted.put(
                            List.of(Pages.sortable(event.delivery().createdAt().toEpochMilli()), event.id()), event));
            return Pages.of(sorted, after, max, (key, event) -> withUnit(event));
        });
    }

    @Override
    public int replay(List<String> ids, Instant now) {
        return lock.locked(() -> {
            List<String> selected = ids.isEmpty() ? List.copyOf(dead.keySet()) : ids;
            return move(selected, dead, waiting, event -> event.delivery(0, now, null));
        });
    }

    private int move(
            List<String> ids,
            Map<String, ExportEvent> from,
            Map<String, ExportEvent> to,
            UnaryOperator<ExportEvent> change) {
        return lock.locked(() -> {
            int moved = 0;
            for (String id : ids) {
                ExportEvent event = from.remove(id);
                if (event != null) {
                    to.put(id, change.apply(event));
                    moved++;
                }
            }
            return moved;
        });
    }

    @Override
    public long waiting(String exporter) {
        return lock.locked(() -> waiting.values().stream()
                .filter(event -> event.exporter().equals(exporter))
                .count());
    }

    @Override
    public Page<AcceptedUnits> accepted(String exporter, @Nullable String cursor, int max) {
        return lock.locked(() -> {
            Exporter known = exporters.getOrDefault(exporter, new Exporter());
            return Pages.of(
                    known.accepted,
                    cursor,
                    max,
                    (name, sums) -> new AcceptedUnits(
                            name.license(),
                            name.meter(),
                            sums.units().units(),
                            sums.calls().units()));
        });
    }
}
