package io.github.licensing4j.core.catalog;

import java.time.Instant;

/** Decides whether a catalog is accepted, and stores what it means for usage that is counted and billed. */
public interface CatalogAdoption {
    /**
     * Checks a catalog against what is stored.
     *
     * @param present the catalog in force
     * @throws io.github.licensing4j.LicensingException if the candidate contradicts what was counted or sold
     */
    void check(Catalog present, Catalog candidate);

    /**
     * Stores a catalog that is about to take effect. It takes effect only if this returns.
     *
     * @param since the first instant at which it is in force
     * @throws io.github.licensing4j.LicensingException if it contradicts what was counted, or cannot be stored
     */
    void adopt(Catalog catalog, byte[] utf8, Instant since);

    /** Returns an adoption that stores nothing and refuses nothing. */
    static CatalogAdoption none() {
        return NoAdoption.INSTANCE;
    }
}
