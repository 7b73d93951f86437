package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.Meter;
import io.github.licensing4j.core.store.BatchTotals;
import io.github.licensing4j.spi.CountedMeter;
import io.github.licensing4j.spi.ExportEvent;
import io.github.licensing4j.spi.StoreConflictException;
import io.github.licensing4j.spi.StoreConflictException.Kind;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/** Stores the unit and scale of each meter. Guarded by its owner's lock. */
final class MeterTable {
    private final TreeMap<String, CountedMeter> meters = new TreeMap<>();

    List<CountedMeter> all() {
        return List.copyOf(meters.values());
    }

    /** Returns the unit of a meter, unknown if it was never declared. */
    ExportEvent.Unit unit(String name) {
        CountedMeter meter = meters.get(name);
        return meter == null ? ExportEvent.Unit.UNKNOWN : new ExportEvent.Unit(meter.unit(), meter.scale());
    }

    /** @throws StoreConflictException if one is fixed to another unit or scale; nothing is changed then */
    void declare(Collection<Meter> declared) {
        for (Meter meter : declared) {
            CountedMeter before = meters.get(meter.name());
            if (before != null && before.fixed() && !isOf(before, meter)) {
                throw new StoreConflictException(Kind.METER, meter.name());
            }
        }
        for (Meter meter : declared) {
            CountedMeter before = meters.get(meter.name());
            boolean counted = before != null && (before.fixed() || !before.isKnown());
            meters.put(meter.name(), new CountedMeter(meter.name(), meter.unit(), meter.scale(), counted));
        }
    }

    private static boolean isOf(CountedMeter stored, Meter meter) {
        return stored.scale() == meter.scale() && stored.unit().equals(meter.unit());
    }

    void counted(BatchTotals batchTotals) {
        batchTotals.rows().forEach(row -> counted(row.meter()));
        batchTotals.counters().forEach(one -> {
            String meter = one.counter().meter();
            if (meter != null) {
                counted(meter);
            }
        });
    }

    /** A meter that was never declared has no known scale until it is declared. */
    void counted(String name) {
        meters.merge(
                name,
                new CountedMeter(name, "", CountedMeter.UNKNOWN, false),
                (before, unknown) -> new CountedMeter(name, before.unit(), before.scale(), before.isKnown()));
    }
}
