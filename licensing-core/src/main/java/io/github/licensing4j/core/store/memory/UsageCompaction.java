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
 * Limits the size of a usage table. If there are too many rows, the oldest hours are added to the first hour that is
 * still kept separately, and so is later usage of them: no sum changes, and exports stay the same. If there are too
 * many counters, those of the periods that ended first are removed. Guarded by its owner's lock, except {@link
 * #floorMillis}.
 */
final class UsageCompaction {
    /** Some 100 MB including all dependent data. */
    static final int MOST = 200_000;

    private static final Logger log = LoggerFactory.getLogger(UsageCompaction.class);
    private static final long HOUR = 3_600_000;
    /** Hours that are always kept separately, because they may not have been exported yet. */
    private static final long FRESH = 2 * HOUR;

    private final UsageTable table;
    private final InMemoryExportLog exports;
    private final int most;
    private int nextSize;
    private volatile long floorMillis = Long.MIN_VALUE;

    UsageCompaction(UsageTable table, InMemoryExportLog exports, int most) {
        this.table = table;
        this.exports = exports;
        this.most = most;
        this.nextSize = most;
    }

    /** Returns the first hour that is kept separately, {@link Long#MIN_VALUE} if every hour is. */
    long floorMillis() {
        return floorMillis;
    }

    /** Moves earlier rows to the first hour that is kept separately. */
    List<UsageRow> dated(List<UsageRow> rows) {
        return floorMillis == Long.MIN_VALUE
                ? rows
                : rows.stream().map(row -> dated(row, floorMillis)).toList();
    }

    private static UsageRow dated(UsageRow row, long floor) {
        return row.hourMillis() >= floor ? row : BatchTotals.with(row, floor, row.units(), row.calls());
    }

    /** Compacts the table if it is too large. */
    void fold() {
        if (table.rows.size() > nextSize) {
            foldRows();
            nextSize = Math.max(most, table.rows.size() + most / 4);
        }
        if (table.counters.size() > most + most / 4) {
            removeCounters();
        }
    }

    private void foldRows() {
        long floor = newFloor();
        if (floor <= floorMillis) {
            return;
        }
        Map<UsageRow, WideSums> wideRows = new HashMap<>();
        table.rows.forEach((row, sum) -> wideRows.merge(dated(row, floor), WideSums.of(sum), WideSums::plus));
        Map<Total, WideSum> wideTotals = new HashMap<>();
        table.totals.forEach((total, units) -> wideTotals.merge(dated(total, floor), WideSum.of(units), WideSum::plus));
        Map<UsageRow, Sum> rows = new HashMap<>();
        Map<Total, Long> totals = new HashMap<>();
        try {
            wideRows.forEach((row, sums) -> rows.put(row, sums.held()));
            wideTotals.forEach((total, sum) -> totals.put(total, sum.units()));
            exports.fold(total -> dated(total, floor), floor);
        } catch (IllegalArgumentException e) {
            log.warn("Hours of usage are not combined, because their sum would exceed the ledger's range", e);
            return;
        }
        table.rows.clear();
        table.rows.putAll(rows);
        table.totals.clear();
        table.totals.putAll(totals);
        floorMillis = floor;
    }

    /** Returns the hour after which about half of the largest number of rows is kept. */
    private long newFloor() {
        TreeMap<Long, Integer> hours = new TreeMap<>();
        table.rows.keySet().forEach(row -> hours.merge(row.hourMillis(), 1, Integer::sum));
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

    private void removeCounters() {
        long newest = table.rows.keySet().stream()
                .mapToLong(UsageRow::hourMillis)
                .max()
                .orElse(Long.MIN_VALUE);
        List<CounterIncrement> ended = new ArrayList<>(table.counters.keySet());
        ended.removeIf(counter -> counter.window().endMillis() > newest);
        ended.sort(Comparator.comparingLong(counter -> counter.window().endMillis()));
        ended.subList(0, Math.min(ended.size(), table.counters.size() - most)).forEach(counter -> {
            table.counters.remove(BatchTotals.with(counter, 0));
            table.starts.remove(BatchTotals.with(counter, 0));
        });
    }
}
