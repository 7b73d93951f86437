package io.github.licensing4j.core.catalog;

import io.github.licensing4j.spi.CatalogEdition;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The catalogs of a stretch of time: before now those that were in force then, from now on the live one. It remembers which
 * of them were looked up. For one thread.
 */
public final class CatalogTimeline {
    private final List<CatalogEdition> editions;
    private final Function<CatalogEdition, Catalog> texts;
    private final Catalog live;
    private final Instant now;
    private final Set<String> used = new LinkedHashSet<>();
    private @Nullable String liveCounters;

    /**
     * @param editions oldest first
     * @param texts reads one of them
     * @param now the first instant at which the live one holds
     */
    CatalogTimeline(List<CatalogEdition> editions, Function<CatalogEdition, Catalog> texts, Catalog live, Instant now) {
        this.editions = List.copyOf(editions);
        this.texts = texts;
        this.live = live;
        this.now = now;
    }

    /** One catalog for all time. */
    public static CatalogTimeline of(Catalog catalog) {
        return new CatalogTimeline(List.of(), edition -> catalog, catalog, Instant.MIN);
    }

    /**
     * The catalog that holds or held at an instant. What was in force before catalogs were kept is taken to be the first one
     * that is.
     *
     * @throws io.github.licensing4j.LicensingException if its text is not there or cannot be read any more
     */
    public Catalog at(Instant at) {
        Catalog found = at.isBefore(now) ? past(at) : live;
        used.add(found.summary().hash());
        return found;
    }

    private Catalog past(Instant at) {
        if (editions.isEmpty()) {
            return live;
        }
        CatalogEdition held = editions.get(0);
        for (CatalogEdition edition : editions) {
            held = edition.since().isAfter(at) ? held : edition;
        }
        return isLive(held) ? live : texts.apply(held);
    }

    private boolean isLive(CatalogEdition edition) {
        String counters = edition.counters();
        return edition.hash().equals(live.summary().hash()) && (counters == null || counters.equals(liveCounters()));
    }

    private String liveCounters() {
        String known = liveCounters;
        if (known == null) {
            known = CounterText.of(live);
            liveCounters = known;
        }
        return known;
    }

    /** The hashes of the catalogs that were looked up. */
    public Set<String> used() {
        return Set.copyOf(used);
    }
}
