package io.github.licensing4j.core.catalog;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.Meter;
import io.github.licensing4j.spi.CountedMeter;
import io.github.licensing4j.spi.StoreConflictException;
import io.github.licensing4j.spi.UsageLedger;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Holds the unit and scale of every meter that was counted in, including those that the catalog no longer has. A
 * catalog with other units is refused: earlier counts would change their meaning. Safe for use by many threads.
 */
public final class MeterUnits {
    /** Far more than a catalog has; beyond it, a catalog with further names is refused until the next start. */
    private static final int MAX = 10_000;

    private final UsageLedger ledger;
    private final Consumer<Collection<Meter>> journal;
    /** Meters of catalogs that were in force in this process: calls may be counting in them, or have counted in memory. */
    private final Map<String, Meter> live = new LinkedHashMap<>();

    private volatile Map<String, Meter> known = Map.of();

    /**
     * Reads the meters of the ledger.
     *
     * @param journal stores meters beside the journal before anything is counted in them
     * @throws io.github.licensing4j.spi.StoreException if the ledger is unavailable
     */
    public MeterUnits(UsageLedger ledger, Consumer<Collection<Meter>> journal) {
        this.ledger = ledger;
        this.journal = journal;
        refresh();
    }

    /**
     * Checks that a catalog has the units and scales that were counted in.
     *
     * @throws LicensingException if it does not, naming the meter
     * @throws io.github.licensing4j.spi.StoreException if the ledger is unavailable
     */
    public synchronized void check(Catalog candidate) {
        Map<String, CountedMeter> stored = new HashMap<>();
        ledger.meters().forEach(meter -> stored.put(meter.name(), meter));
        for (Meter meter : candidate.meters().values()) {
            CountedMeter counted = stored.get(meter.name());
            if (counted != null && counted.fixed()) {
                refuseIfOther(meter, counted.unit(), counted.scale());
            }
            Meter before = live.get(meter.name());
            if (before != null && before.scale() != meter.scale()) {
                refuseIfOther(meter, before.unit(), before.scale());
            }
        }
        long added = candidate.meters().keySet().stream()
                .filter(name -> !live.containsKey(name))
                .count();
        if (live.size() + added > MAX) {
            throw new LicensingException(
                    "the catalogs since the start have had more than " + MAX + " meters; expected fewer, or a restart");
        }
    }

    private static void refuseIfOther(Meter meter, String unit, int scale) {
        if (meter.scale() != scale || !meter.unit().equals(unit)) {
            throw new LicensingException("meter '" + meter.name() + "' is counted in '" + unit + "' with scale " + scale
                    + ", but the catalog has '" + meter.unit() + "' with scale " + meter.scale()
                    + ", and what was counted would mean something else; give the new unit or scale to a meter of"
                    + " another name, and put this one back as it was");
        }
    }

    /**
     * Stores the units of a catalog's meters. When this returns, calls may count in them.
     *
     * @throws LicensingException if something was counted in another unit or scale
     * @throws io.github.licensing4j.spi.StoreException if the ledger is unavailable
     */
    public synchronized void adopt(Catalog catalog) {
        check(catalog);
        try {
            ledger.declare(catalog.meters().values());
        } catch (StoreConflictException e) {
            // Another node has stored the meter first; its unit counts.
            check(catalog);
            throw e;
        }
        live.putAll(catalog.meters());
        refresh();
        journal.accept(known.values());
    }

    /** Reads the meters of the ledger again, as other nodes may have declared some. */
    public synchronized void refresh() {
        Map<String, Meter> found = new LinkedHashMap<>();
        for (CountedMeter meter : ledger.meters()) {
            if (meter.isKnown()) {
                found.put(meter.name(), new Meter(meter.name(), meter.unit(), meter.scale(), null));
            }
        }
        live.forEach((name, meter) -> found.putIfAbsent(name, new Meter(name, meter.unit(), meter.scale(), null)));
        if (!found.equals(known)) {
            known = Map.copyOf(found);
        }
    }

    /** Returns every meter whose scale is known, without its measure; the same object until that changes. */
    public Map<String, Meter> known() {
        return known;
    }

    /** Returns the meter of a name, as it is counted; empty if its scale is not known. One volatile read. */
    public Optional<Meter> meter(String name) {
        return Optional.ofNullable(known.get(name));
    }

    /** Reads the meters of the ledger again if one of these is not known. */
    public void learn(List<String> names) {
        if (!known.keySet().containsAll(names)) {
            refresh();
        }
    }
}
