package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.spi.CatalogEdition;
import io.github.licensing4j.spi.FinalInvoice;
import io.github.licensing4j.spi.TermsStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Stores catalogs and final invoices in memory. Safe for use by many threads. */
final class InMemoryTermsStore implements TermsStore {
    private final List<CatalogEdition> editions = new ArrayList<>();
    private final Map<String, String> texts = new HashMap<>();
    private final Set<String> used = new HashSet<>();
    private final Map<Subject, TreeMap<Instant, FinalInvoice>> invoices = new HashMap<>();

    private record Subject(String issuer, String name) {}

    @Override
    public synchronized void keepCatalog(CatalogEdition edition, String text) {
        CatalogEdition latest = editions.isEmpty() ? null : editions.get(editions.size() - 1);
        if (latest != null
                && latest.hash().equals(edition.hash())
                && Objects.equals(latest.counters(), edition.counters())) {
            return;
        }
        editions.add(
                latest != null && edition.since().isBefore(latest.since())
                        ? new CatalogEdition(edition.hash(), latest.since(), edition.counters())
                        : edition);
        texts.put(edition.hash(), text);
    }

    @Override
    public synchronized List<CatalogEdition> catalogs() {
        return List.copyOf(editions);
    }

    @Override
    public synchronized Optional<String> catalogText(String hash) {
        return Optional.ofNullable(texts.get(hash));
    }

    @Override
    public synchronized void dropCatalogs(Instant followedBefore) {
        List<CatalogEdition> kept = new ArrayList<>();
        for (int i = 0; i < editions.size(); i++) {
            boolean followed =
                    i + 1 < editions.size() && !editions.get(i + 1).since().isAfter(followedBefore);
            if (!followed || used.contains(editions.get(i).hash())) {
                kept.add(editions.get(i));
            }
        }
        editions.clear();
        editions.addAll(kept);
        texts.keySet().retainAll(kept.stream().map(CatalogEdition::hash).collect(Collectors.toSet()));
    }

    @Override
    public synchronized boolean close(FinalInvoice invoice) {
        NavigableMap<Instant, FinalInvoice> others = of(invoice.issuer(), invoice.subject());
        Map.Entry<Instant, FinalInvoice> before = others.lowerEntry(invoice.to());
        if (before != null && before.getValue().to().isAfter(invoice.from())) {
            return false;
        }
        others.put(invoice.from(), invoice);
        used.addAll(invoice.catalogs());
        return true;
    }

    @Override
    public synchronized Optional<FinalInvoice> invoice(String issuer, String subject, Instant at) {
        return Optional.ofNullable(of(issuer, subject).floorEntry(at))
                .map(Map.Entry::getValue)
                .filter(found -> at.isBefore(found.to()));
    }

    @Override
    public synchronized List<FinalInvoice> invoices(String issuer, String subject) {
        return List.copyOf(of(issuer, subject).values());
    }

    /** Returns every final invoice. */
    synchronized List<FinalInvoice> invoices() {
        return invoices.values().stream()
                .flatMap(ofSubject -> ofSubject.values().stream())
                .toList();
    }

    private NavigableMap<Instant, FinalInvoice> of(String issuer, String subject) {
        return invoices.computeIfAbsent(new Subject(issuer, subject), absent -> new TreeMap<>());
    }
}
