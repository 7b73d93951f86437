package io.github.licensing4j;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * The live catalog, for lists and health.
 *
 * @param name the catalog's own name
 * @param hash SHA-256 of its text, hexadecimal
 * @param loadedAt when this snapshot became the live one
 * @param features every feature's name
 * @param meters every meter's name, the built-in {@code calls} included
 * @param measures what the library itself must measure for this catalog's meters
 * @param plans every plan, in catalog order
 */
public record CatalogSummary(
        String name,
        String hash,
        Instant loadedAt,
        Set<String> features,
        Set<String> meters,
        Set<Measure> measures,
        List<Plan> plans) {
    public CatalogSummary {
        features = Set.copyOf(features);
        meters = Set.copyOf(meters);
        measures = Set.copyOf(measures);
        plans = List.copyOf(plans);
    }

    /** Whether response bodies must be counted. */
    public boolean measuresResponseBytes() {
        return measures.contains(Measure.RESPONSE_BYTES);
    }
}
