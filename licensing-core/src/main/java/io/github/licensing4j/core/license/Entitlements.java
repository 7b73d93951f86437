package io.github.licensing4j.core.license;

import io.github.licensing4j.Requirement;
import io.github.licensing4j.Requirement.Features;
import java.util.Set;
import java.util.TreeSet;

/** Compares the features, scopes and roles of a call with a requirement, by set arithmetic. */
public final class Entitlements {
    private Entitlements() {}

    /** Returns whether a set of features satisfies every group of the requirement. */
    public static boolean covers(Set<String> features, Requirement requirement) {
        for (Features group : requirement.features()) {
            if (!covers(features, group)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns the required features that are missing, in name order; for a group that requires any, all of that group.
     */
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

    /** Returns the required scopes that are missing, in name order. */
    public static Set<String> missingScopes(Set<String> scopes, Requirement requirement) {
        return missing(requirement.scopes(), scopes);
    }

    /** Returns the required roles that are missing, in name order. */
    public static Set<String> missingRoles(Set<String> roles, Requirement requirement) {
        return missing(requirement.roles(), roles);
    }

    private static Set<String> missing(Set<String> required, Set<String> present) {
        if (present.containsAll(required)) {
            return Set.of();
        }
        Set<String> missing = new TreeSet<>(required);
        missing.removeAll(present);
        return missing;
    }

    private static boolean covers(Set<String> features, Features group) {
        return switch (group.match()) {
            case ALL -> features.containsAll(group.names());
            case ANY -> group.names().stream().anyMatch(features::contains);
        };
    }
}
