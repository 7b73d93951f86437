package io.github.licensing4j.core.catalog;

import io.github.licensing4j.CatalogSummary;
import io.github.licensing4j.Meter;
import java.util.Map;

/**
 * Returns the summary of the live catalog, with the meters that were counted in before. Safe for use by many threads.
 */
public final class CurrentSummary {
    private final LiveCatalog catalogs;
    private final MeterUnits units;
    private volatile Joined last;

    private record Joined(CatalogSummary live, Map<String, Meter> known, CatalogSummary both) {}

    public CurrentSummary(LiveCatalog catalogs, MeterUnits units) {
        this.catalogs = catalogs;
        this.units = units;
        this.last = joined(catalogs.current().summary(), units.known());
    }

    /** Returns the same object until the catalog or the set of meters changes. */
    @SuppressWarnings("ReferenceEquality") // both are the same objects until they change, and are long to compare
    public CatalogSummary get() {
        CatalogSummary live = catalogs.current().summary();
        Map<String, Meter> known = units.known();
        Joined found = last;
        if (found.live != live || found.known != known) {
            found = joined(live, known);
            last = found;
        }
        return found.both;
    }

    private static Joined joined(CatalogSummary live, Map<String, Meter> known) {
        return new Joined(live, known, live.withFormer(known.values()));
    }
}
