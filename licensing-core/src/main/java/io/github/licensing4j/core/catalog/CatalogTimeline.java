package io.github.licensing4j.core.catalog;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.spi.CatalogEdition;
import io.github.licensing4j.spi.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The catalogs of a period of time: earlier ones before now, the live one from now on. It caches those that were read.
 * For one thread.
 */
public final class CatalogTimeline {
    /** The number of catalogs that are tried where the one of an instant does not define a plan. */
    private static final int MAX_TRIED = 50;

    private static final String LIVE = "live";

    private final List<CatalogEdition> editions;
    private final Function<CatalogEdition, Catalog> texts;
    private final Catalog live;
    private final Instant now;
    private final Set<String> used = new LinkedHashSet<>();
    private final Set<String> notes = new LinkedHashSet<>();
    private @Nullable String liveCounters;

    /**
     * @param editions oldest first
     * @param texts reads one of them
     * @param now the first instant at which the live one is in force
     */
    CatalogTimeline(List<CatalogEdition> editions, Function<CatalogEdition, Catalog> texts, Catalog live, Instant now) {
        this.editions = List.copyOf(editions);
        this.texts = texts;
        this.live = live;
        this.now = now;
    }

    /** Returns a timeline with one catalog for all time. */
    public static CatalogTimeline of(Catalog catalog) {
        return new CatalogTimeline(List.of(), edition -> catalog, catalog, Instant.MIN);
    }

    /** Returns the instants from which on another catalog was in force, oldest first. */
    public List<Instant> changes() {
        return editions.stream().map(CatalogEdition::since).toList();
    }

    /** Returns the catalog that was stored last, empty if there is none or its text cannot be read. */
    public Optional<Catalog> latest() {
        if (editions.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(texts.apply(editions.get(editions.size() - 1)));
        } catch (StoreException e) {
            throw e;
        } catch (LicensingException e) {
            return Optional.empty();
        }
    }

    /**
     * Looks something up in the catalog that is or was in force at an instant. If that catalog does not define it, the
     * latest before that does is used, else the first after; {@link #notes} report it. Before the first stored catalog,
     * that one is assumed.
     *
     * @param lookUp throws a {@link LicensingException} where a catalog does not define what is looked up
     * @throws LicensingException if no catalog defines it
     */
    public <T> T find(Instant at, Function<Catalog, T> lookUp) {
        LicensingException first = null;
        for (Candidate candidate : candidates(at)) {
            try {
                Catalog catalog = candidate.edition == null ? live : texts.apply(candidate.edition);
                T found = lookUp.apply(catalog);
                if (first != null) {
                    note(at, candidate.edition, first);
                }
                used.add(catalog.summary().hash());
                return found;
            } catch (StoreException e) {
                throw e;
            } catch (LicensingException e) {
                first = first == null ? e : first;
            }
        }
        throw first == null ? new LicensingException("no catalog was in force at " + at) : first;
    }

    /**
     * A catalog to search.
     *
     * @param edition null for the live one
     */
    private record Candidate(@Nullable CatalogEdition edition) {}

    /**
     * Returns each catalog once: that of the instant, then earlier ones from the latest on, then later ones from the
     * first on.
     */
    private List<Candidate> candidates(Instant at) {
        Map<String, Candidate> candidates = new LinkedHashMap<>();
        if (!at.isBefore(now) || editions.isEmpty()) {
            candidates.put(LIVE, new Candidate(null));
        }
        List<CatalogEdition> ordered = new ArrayList<>();
        for (CatalogEdition edition : editions) {
            ordered.add(edition.since().isAfter(at) ? ordered.size() : 0, edition);
        }
        for (CatalogEdition edition : ordered) {
            if (candidates.size() < MAX_TRIED) {
                String key = isLive(edition) ? LIVE : edition.hash() + " " + edition.counters();
                candidates.putIfAbsent(key, new Candidate(isLive(edition) ? null : edition));
            }
        }
        candidates.putIfAbsent(LIVE, new Candidate(null));
        return List.copyOf(candidates.values());
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

    private void note(Instant at, @Nullable CatalogEdition taken, LicensingException why) {
        notes.add("The catalog in force at " + at + " does not define the terms (" + why.getMessage()
                + "); those of the catalog "
                + (taken == null ? "in force today" : "in force since " + taken.since()) + " are shown.");
    }

    /** Adds a note if the catalog of an instant is not known because it is before the first stored one. */
    public void noteIfUnknown(Instant from) {
        Instant known = editions.isEmpty() ? now : editions.get(0).since();
        if (from.isBefore(known) && from.isBefore(now)) {
            notes.add("Which catalog was in force before " + known
                    + " is not known; the terms up to then are shown by the first catalog that is.");
        }
    }

    /** Returns the hashes of the catalogs that were used. */
    public Set<String> used() {
        return Set.copyOf(used);
    }

    /** Returns notes on what could not be determined, one sentence each. */
    public List<String> notes() {
        return List.copyOf(notes);
    }
}
