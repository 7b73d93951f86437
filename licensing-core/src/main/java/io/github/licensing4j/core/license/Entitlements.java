package io.github.licensing4j.core.license;

import io.github.licensing4j.Requirement;
import io.github.licensing4j.Requirement.Features;
import java.util.Set;
import java.util.TreeSet;

/** What of a requirement is missing, as plain set arithmetic. */
public final class Entitlements {
    private Entitlements() {}

    /** Whether a set of features satisfies every group the requirement names. */
    public static boolean covers(Set<String> features, Requirement requirement) {
        for (Features group : requirement.features()) {
            if (!covers(features, group)) {
                return false;
            }
        }
        return true;
    }

    /** The features that are asked and not there, in name order; for a group that asks for any, all of that group. */
    public static Set<String> missingFeatures(Set<String> features, Requirement requirement) {
        Set<String> missing = new TreeSet<>();
        for (Features group : requirement.features()) {
            if (!covers(features, group)) {
                missing.addAll(group.names());
                missing.removeAll(features);
            }
        }
        return missing;
    }

    /** The scopes that are asked and not there, in name order. */
    public static Set<String> missingScopes(Set<String> scopes, Requirement requirement) {
        if (scopes.containsAll(requirement.scopes())) {
            return Set.of();
        }
        Set<String> missing = new TreeSet<>(requirement.scopes());
        missing.removeAll(scopes);
        return missing;
    }

    private static boolean covers(Set<String> features, Features group) {
        return switch (group.match()) {
            case ALL -> features.containsAll(group.names());
            case ANY -> group.names().stream().anyMatch(features::contains);
        };
    }
}
