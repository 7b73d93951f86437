package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.UsageKind;
import io.github.licensing4j.core.store.BatchTotals;
import io.github.licensing4j.core.store.BatchTotals.Total;
import io.github.licensing4j.core.store.LedgerUnits;
import io.github.licensing4j.spi.CounterChange;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.UsageRow;
import io.github.licensing4j.spi.UsageSource;
import io.github.licensing4j.spi.UseAtStart;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Stores aggregated usage. It grows with the hours in which licenses are used, not with calls; each usage is stored
 * once for all sources. Guarded by its owner's lock.
 */
final class UsageTable {
    /** By the row without units and calls. */
    final Map<UsageRow, Sum> rows = new HashMap<>();
    /** Charged units. */
    final Map<Total, Long> totals = new HashMap<>();
    /** By the increment without units. */
    final Map<CounterIncrement, Long> counters = new HashMap<>();

    /** The values of counters when they started, by the increment without units. */
    final Map<CounterIncrement, List<UseAtStart>> starts = new HashMap<>();

    private final Map<UsageSource, TreeMap<MeterName, WideSums>> sources = new HashMap<>();

    List<UseAtStart> starts(CounterIncrement zero) {
        return starts.getOrDefault(zero, List.of());
    }

    /** The values after an addition, for everything that it touches. */
    final class Addition {
        private final Map<UsageRow, Sum> newRows = new HashMap<>();
        private final Map<Total, Long> newTotals = new HashMap<>();
        private final Map<CounterIncrement, Long> newCounters = new HashMap<>();
        private final Map<MeterName, WideSums> newSums = new HashMap<>();
        private final List<CounterChange> changes = new ArrayList<>();
        private final @Nullable UsageSource source;

        private Addition(@Nullable UsageSource source, BatchTotals batchTotals) {
            this.source = source;
            batchTotals.rows().forEach(this::add);
            batchTotals
                    .totals()
                    .forEach((total, units) ->
                            newTotals.put(total, LedgerUnits.add(totals.getOrDefault(total, 0L), units)));
            for (CounterIncrement one : batchTotals.counters()) {
                CounterIncrement counter = BatchTotals.with(one, 0);
                long before = counters.getOrDefault(counter, 0L);
                long after = LedgerUnits.add(before, one.units());
                newCounters.put(counter, after);
                changes.add(new CounterChange(one, before, after));
            }
        }

        private void add(UsageRow row) {
            UsageRow key = BatchTotals.with(row, 0, 0);
            Sum more = new Sum(row.units(), row.calls());
            newRows.put(key, rows.getOrDefault(key, Sum.NOTHING).plus(more));
            if (source != null && row.kind() == UsageKind.CHARGED) {
                MeterName name = new MeterName(row.license(), row.meter());
                WideSums before = newSums.containsKey(name)
                        ? newSums.get(name)
                        : of(source).getOrDefault(name, WideSums.NOTHING);
                newSums.put(name, before.plus(row.units(), row.calls()));
            }
        }

        List<CounterChange> changes() {
            return Collections.unmodifiableList(changes);
        }

        /** Returns totals whose units may have to be exported. */
        Iterable<Total> touched() {
            return newTotals.keySet();
        }

        void apply() {
            rows.putAll(newRows);
            totals.putAll(newTotals);
            counters.putAll(newCounters);
            if (source != null) {
                sources.computeIfAbsent(source, name -> new TreeMap<>(MeterName.ORDER))
                        .putAll(newSums);
            }
        }
    }

    /**
     * Prepares an addition; nothing is changed before it is applied.
     *
     * @param source null for corrections
     * @throws IllegalArgumentException if a sum exceeds the ledger's range
     */
    Addition addition(@Nullable UsageSource source, BatchTotals batchTotals) {
        return new Addition(source, batchTotals);
    }

    /** Passes the units that each source has added of each meter. */
    void journaled(BiConsumer<MeterName, WideSums> each) {
        sources.values().forEach(sums -> sums.forEach(each));
    }

    NavigableMap<MeterName, WideSums> of(UsageSource source) {
        return sources.getOrDefault(source, new TreeMap<>(MeterName.ORDER));
    }
}
