package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.core.store.BatchTotals;
import io.github.licensing4j.core.store.BatchTotals.Total;
import io.github.licensing4j.core.store.WideSum;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.UsageRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds what a shelf holds. When there are too many rows, those of the oldest hours are counted in the first hour that is still
 * told apart, and so is what comes for them later: no sum changes, and exporters are told the same. When there are too many
 * counters, those of the periods that ended first are forgotten. Guarded by its owner's lock, but for {@link #floorMillis}.
 */
final class UsageCompaction {
    /** Some 100 MB with everything that goes with it. */
    static final int MOST = 200_000;

    private static final Logger log = LoggerFactory.getLogger(UsageCompaction.class);
    private static final long HOUR = 3_600_000;
    /** Hours that are always told apart, for they may not have been exported yet. */
    private static final long FRESH = 2 * HOUR;

    private final UsageTable shelf;
    private final InMemoryExportLog exports;
    private final int most;
    private int nextSize;
    private volatile long floorMillis = Long.MIN_VALUE;

    UsageCompaction(UsageTable shelf, InMemoryExportLog exports, int most) {
        this.shelf = shelf;
        this.exports = exports;
        this.most = most;
        this.nextSize = most;
    }

    /** The first hour that is told apart, {@link Long#MIN_VALUE} if every hour is. */
    long floorMillis() {
        return floorMillis;
    }

    /** The same rows, none of them before the first hour that is told apart. */
    List<UsageRow> dated(List<UsageRow> rows) {
        return floorMillis == Long.MIN_VALUE
                ? rows
                : rows.stream().map(row -> dated(row, floorMillis)).toList();
    }

    private static UsageRow dated(UsageRow row, long floor) {
        return row.hourMillis() >= floor
                ? row
                : new UsageRow(
                        row.license(),
                        row.customer(),
                        row.plan(),
                        row.meter(),
                        row.feature(),
                        row.endpoint(),
                        row.statusClass(),
                        row.kind(),
                        floor,
                        row.units(),
                        row.calls());
    }

    /** Makes room, if there is too much. */
    void fold() {
        if (shelf.rows.size() > nextSize) {
            foldRows();
            nextSize = Math.max(most, shelf.rows.size() + most / 4);
        }
        if (shelf.counters.size() > most + most / 4) {
            forgetCounters();
        }
    }

    private void foldRows() {
        long floor = newFloor();
        if (floor <= floorMillis) {
            return;
        }
        Map<UsageRow, WideSums> wideRows = new HashMap<>();
        shelf.rows.forEach((row, sum) -> wideRows.merge(dated(row, floor), WideSums.of(sum), WideSums::plus));
        Map<Total, WideSum> wideTotals = new HashMap<>();
        shelf.totals.forEach((total, units) -> wideTotals.merge(dated(total, floor), WideSum.of(units), WideSum::plus));
        Map<UsageRow, Sum> rows = new HashMap<>();
        Map<Total, Long> totals = new HashMap<>();
        try {
            wideRows.forEach((row, sums) -> rows.put(row, sums.held()));
            wideTotals.forEach((total, sum) -> totals.put(total, sum.units()));
            exports.fold(total -> dated(total, floor), floor);
        } catch (IllegalArgumentException e) {
            log.warn("Hours of usage stay apart, because together they would be more than a ledger counts to", e);
            return;
        }
        shelf.rows.clear();
        shelf.rows.putAll(rows);
        shelf.totals.clear();
        shelf.totals.putAll(totals);
        floorMillis = floor;
    }

    /** So that about half of what may be there is told apart. */
    private long newFloor() {
        TreeMap<Long, Integer> hours = new TreeMap<>();
        shelf.rows.keySet().forEach(row -> hours.merge(row.hourMillis(), 1, Integer::sum));
        long newest = hours.lastKey();
        long floor = newest;
        int kept = 0;
        for (Map.Entry<Long, Integer> hour : hours.descendingMap().entrySet()) {
            kept += hour.getValue();
            if (kept > most / 2) {
                break;
            }
            floor = hour.getKey();
        }
        return Math.min(floor, newest - FRESH);
    }

    private static Total dated(Total total, long floor) {
        return total.hourMillis() >= floor ? total : new Total(total.license(), total.customer(), total.meter(), floor);
    }

    private void forgetCounters() {
        long newest = shelf.rows.keySet().stream()
                .mapToLong(UsageRow::hourMillis)
                .max()
                .orElse(Long.MIN_VALUE);
        List<CounterIncrement> ended = new ArrayList<>(shelf.counters.keySet());
        ended.removeIf(counter -> counter.window().endMillis() > newest);
        ended.sort(Comparator.comparingLong(counter -> counter.window().endMillis()));
        ended.subList(0, Math.min(ended.size(), shelf.counters.size() - most)).forEach(counter -> {
            shelf.counters.remove(BatchTotals.with(counter, 0));
            shelf.starts.remove(BatchTotals.with(counter, 0));
        });
    }
}
