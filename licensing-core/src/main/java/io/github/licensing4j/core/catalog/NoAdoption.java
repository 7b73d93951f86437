package io.github.licensing4j.core.catalog;

import java.time.Instant;

enum NoAdoption implements CatalogAdoption {
    INSTANCE;

    @Override
    public void check(Catalog present, Catalog candidate) {
        // Nothing was counted or sold.
    }

    @Override
    public void adopt(Catalog catalog, byte[] utf8, Instant since) {
        // Nothing is counted or billed.
    }
}
