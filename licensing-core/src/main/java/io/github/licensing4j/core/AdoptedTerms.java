package io.github.licensing4j.core;

import io.github.licensing4j.core.catalog.Catalog;
import io.github.licensing4j.core.catalog.CatalogAdoption;
import io.github.licensing4j.core.catalog.CatalogHistory;
import io.github.licensing4j.core.catalog.MeterUnits;
import java.time.Instant;

/** Lets a catalog take hold only where it agrees with what was counted, and keeps it for what is billed under it. */
final class AdoptedTerms implements CatalogAdoption {
    private final MeterUnits units;
    private final CatalogHistory history;

    AdoptedTerms(MeterUnits units, CatalogHistory history) {
        this.units = units;
        this.history = history;
    }

    @Override
    public void check(Catalog present, Catalog candidate) {
        units.check(candidate);
    }

    @Override
    public void adopt(Catalog catalog, byte[] utf8, Instant since) {
        units.adopt(catalog);
        history.keep(catalog, utf8, since);
    }
}
