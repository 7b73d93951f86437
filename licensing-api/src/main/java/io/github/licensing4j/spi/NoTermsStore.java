package io.github.licensing4j.spi;

import io.github.licensing4j.LicensingException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

enum NoTermsStore implements TermsStore {
    INSTANCE;

    @Override
    public void keepCatalog(CatalogEdition edition, String text) {
        // Nothing is billed from here.
    }

    @Override
    public List<CatalogEdition> catalogs() {
        return List.of();
    }

    @Override
    public Optional<String> catalogText(String hash) {
        return Optional.empty();
    }

    @Override
    public void dropCatalogs(Instant followedBefore) {
        // There is nothing.
    }

    @Override
    public boolean close(FinalInvoice invoice) {
        throw new LicensingException("licenses are not stored: no license store is configured");
    }

    @Override
    public Optional<FinalInvoice> invoice(String issuer, String subject, Instant at) {
        return Optional.empty();
    }

    @Override
    public List<FinalInvoice> invoices(String issuer, String subject) {
        return List.of();
    }
}
