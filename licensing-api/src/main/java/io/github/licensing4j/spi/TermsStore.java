package io.github.licensing4j.spi;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Stores the terms that usage was billed under: catalog texts with the time in which each was in force, and the
 * invoices of periods that have ended. Shared by all nodes of a store. Safe for use by many threads; every method may
 * throw {@link StoreException}.
 */
public interface TermsStore {
    /**
     * Records a catalog as in force from an instant on. Does nothing if the latest edition has the same hash and
     * counters. An instant before the latest edition counts as that edition's.
     */
    void keepCatalog(CatalogEdition edition, String text);

    /** Returns every stored edition, oldest first. */
    List<CatalogEdition> catalogs();

    /** Returns the text of a stored catalog. */
    Optional<String> catalogText(String hash);

    /**
     * Removes editions that were followed by another one before an instant, unless a final invoice was made under
     * their text. The latest edition always stays.
     */
    void dropCatalogs(Instant followedBefore);

    /**
     * Stores the invoice of a period that has ended.
     *
     * @return false if one of the same subject covers a part of the period already; nothing is stored then
     */
    boolean close(FinalInvoice invoice);

    /** Returns the invoice of the period that contains an instant. */
    Optional<FinalInvoice> invoice(String issuer, String subject, Instant at);

    /** Returns every final invoice of a subject, oldest first. */
    List<FinalInvoice> invoices(String issuer, String subject);

    /** Returns a store that keeps nothing: no period is ever closed. */
    static TermsStore none() {
        return NoTermsStore.INSTANCE;
    }
}
