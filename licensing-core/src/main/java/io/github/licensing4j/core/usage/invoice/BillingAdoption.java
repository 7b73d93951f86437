package io.github.licensing4j.core.usage.invoice;

import io.github.licensing4j.core.catalog.Catalog;
import io.github.licensing4j.core.catalog.CatalogAdoption;
import io.github.licensing4j.core.catalog.CatalogHistory;
import io.github.licensing4j.core.catalog.MeterUnits;
import java.time.Instant;

/**
 * Accepts a catalog only where it agrees with earlier usage and invoices, and stores it for the usage billed under it.
 */
public final class BillingAdoption implements CatalogAdoption {
    private final MeterUnits units;
    private final CatalogHistory history;
    private final CatalogCurrencies currencies;

    public BillingAdoption(MeterUnits units, CatalogHistory history, CatalogCurrencies currencies) {
        this.units = units;
        this.history = history;
        this.currencies = currencies;
    }

    @Override
    public void check(Catalog present, Catalog candidate) {
        units.check(candidate);
        currencies.check(present, candidate);
    }

    @Override
    public void adopt(Catalog catalog, byte[] utf8, Instant since) {
        units.adopt(catalog);
        history.keep(catalog, utf8, since);
    }
}
