package io.github.licensing4j;

import java.util.List;
import java.util.Set;

/**
 * The requirement of an endpoint: features, scopes, roles and charges.
 *
 * @param features every group must be licensed; empty requires only a license
 * @param scopes every one of them must be in the credential
 * @param roles every one of them must have been given to the credential by its issuer
 * @param charges the charges of the call, one per meter; {@code calls} is charged 1 unless it is named
 * @param endpoint the method and pattern that usage is reported under, such as {@code GET /v1/cities/{id}}; empty if
 *     unknown
 */
public record Requirement(
        List<Features> features, Set<String> scopes, Set<String> roles, List<Charge> charges, String endpoint) {
    private static final Requirement LICENSE = new Requirement(List.of(), Set.of(), List.of());

    public Requirement {
        features = List.copyOf(features);
        scopes = Set.copyOf(scopes);
        roles = Set.copyOf(roles);
        charges = List.copyOf(charges);
        if (charges.stream().map(Charge::meter).distinct().count() != charges.size()) {
            throw new IllegalArgumentException("a requirement charges each meter once, got " + charges);
        }
    }

    /** Creates a requirement of an unknown endpoint, without roles. */
    public Requirement(List<Features> features, Set<String> scopes, List<Charge> charges) {
        this(features, scopes, Set.of(), charges, "");
    }

    /** Returns the same requirement of an endpoint. */
    public Requirement at(String endpoint) {
        return new Requirement(features, scopes, roles, charges, endpoint);
    }

    /** Returns the same requirement with these roles. */
    public Requirement withRoles(Set<String> others) {
        return new Requirement(features, scopes, others, charges, endpoint);
    }

    /** Returns a requirement of only a license; it charges one call. */
    public static Requirement license() {
        return LICENSE;
    }

    /** Returns a requirement of all these features; it charges one call. */
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
