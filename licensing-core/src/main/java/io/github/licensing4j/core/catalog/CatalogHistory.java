package io.github.licensing4j.core.catalog;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.cache.LruMap;
import io.github.licensing4j.spi.CatalogEdition;
import io.github.licensing4j.spi.TermsStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stores each catalog that takes effect, and returns the one that was in force at an instant. Safe for use by many
 * threads.
 */
public final class CatalogHistory {
    private static final int MAX_READ = 32;

    private final TermsStore store;
    private final Map<Text, Catalog> read = new LruMap<>(MAX_READ);

    private record Text(String hash, @Nullable String counters) {}

    public CatalogHistory(TermsStore store) {
        this.store = store;
    }

    /**
     * Records a catalog as in force from an instant on.
     *
     * @throws io.github.licensing4j.spi.StoreException if the store is unavailable
     */
    public void keep(Catalog catalog, byte[] utf8, Instant since) {
        // A later instant in the same millisecond is the same instant to the store.
        CatalogEdition edition = new CatalogEdition(
                catalog.summary().hash(), since.truncatedTo(ChronoUnit.MILLIS), CounterText.of(catalog));
        store.keepCatalog(edition, new String(utf8, StandardCharsets.UTF_8));
    }

    /** Returns the catalogs up to now, with the live one from now on. */
    public CatalogTimeline timeline(Catalog live, Instant now) {
        return new CatalogTimeline(store.catalogs(), this::read, live, now);
    }

    private Catalog read(CatalogEdition edition) {
        String hash = edition.hash();
        Text text = new Text(hash, edition.counters());
        synchronized (read) {
            Catalog known = read.get(text);
            if (known != null) {
                return known;
            }
        }
        String content = store.catalogText(hash)
                .orElseThrow(() -> new LicensingException("the catalog with the hash " + hash
                        + " was in force, but its text is not in the store any more"));
        Catalog written = CatalogParser.parse("catalog " + hash, content);
        Catalog found = text.counters == null ? written : CounterText.applied(written, text.counters);
        synchronized (read) {
            read.put(text, found);
        }
        return found;
    }

    /** Removes catalogs that were followed by another one before an instant and that nothing was billed under. */
    public void dropUnused(Instant followedBefore) {
        store.dropCatalogs(followedBefore);
    }
}
