package io.github.licensing4j;

import java.util.List;
import java.util.Set;

/**
 * A version of a plan with everything it inherits: a set of features and limits.
 *
 * @param id its id and version
 * @param features the names of the features it includes
 * @param limits its limits, in catalog order
 * @param sale whether it is shown and sold
 */
public record Plan(PlanId id, Set<String> features, List<Limit> limits, Sale sale) {
    public Plan {
        features = Set.copyOf(features);
        limits = List.copyOf(limits);
    }

    /** Selects whether a plan is shown to callers and may be sold. */
    public enum Sale {
        /** Named in refusals and sold. */
        PUBLIC,
        /** Sold, but never named in refusals. */
        PRIVATE,
        /** Neither; licenses that use it stay valid. */
        RETIRED
    }
}
