package io.github.licensing4j;

import java.util.List;
import java.util.Set;

/**
 * What an endpoint asks of a call: features, scopes and charges.
 *
 * @param features every one of them must hold; empty asks for a license alone
 * @param scopes every one of them must be in the credential
 * @param charges what the call costs, one per meter; {@code calls} costs 1 where it is not named
 * @param endpoint the method and pattern that usage is reported under, such as {@code GET /v1/cities/{id}}; empty where
 *     it is not known
 */
public record Requirement(List<Features> features, Set<String> scopes, List<Charge> charges, String endpoint) {
    private static final Requirement LICENSE = new Requirement(List.of(), Set.of(), List.of());

    public Requirement {
        features = List.copyOf(features);
        scopes = Set.copyOf(scopes);
        charges = List.copyOf(charges);
        if (charges.stream().map(Charge::meter).distinct().count() != charges.size()) {
            throw new IllegalArgumentException("a requirement charges each meter once, got " + charges);
        }
    }

    /** A requirement of an endpoint that is not known. */
    public Requirement(List<Features> features, Set<String> scopes, List<Charge> charges) {
        this(features, scopes, charges, "");
    }

    /** The same of a known endpoint. */
    public Requirement at(String endpoint) {
        return new Requirement(features, scopes, charges, endpoint);
    }

    /** Asks for a license and nothing more; costs one call. */
    public static Requirement license() {
        return LICENSE;
    }

    /** Asks for these features, all of them; costs one call. */
    public static Requirement features(String... names) {
        return new Requirement(List.of(new Features(Set.of(names), Match.ALL)), Set.of(), List.of());
    }

    /**
     * A group of features.
     *
     * @param names at least one
     * @param match whether all or any of them must be licensed
     */
    public record Features(Set<String> names, Match match) {
        public Features {
            names = Set.copyOf(names);
            if (names.isEmpty()) {
                throw new IllegalArgumentException("a feature group names at least one feature; empty never means all");
            }
        }
    }
}
