package io.github.licensing4j.core.catalog;

import io.github.licensing4j.Limit;
import io.github.licensing4j.Plan;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What one license has under one catalog snapshot. Immutable. */
public final class Terms {
    private final Plan plan;
    private final Set<String> features;
    private final List<Limit> limits;
    private final Map<String, String> renamed;

    Terms(Plan plan, Set<String> features, List<Limit> limits, Map<String, String> renamed) {
        this.plan = plan;
        this.features = Set.copyOf(features);
        this.limits = List.copyOf(limits);
        this.renamed = Map.copyOf(renamed);
    }

    /** The plan version, without overrides and roll-outs. */
    public Plan plan() {
        return plan;
    }

    /** The features that are licensed, overrides and roll-outs applied. */
    public Set<String> features() {
        return features;
    }

    /** The limits that hold, overrides applied. Without overrides, the very objects of the plan. */
    public List<Limit> limits() {
        return limits;
    }

    /** The name that a limit of these terms is counted under: its own, or the old one it says it was. */
    public String counterName(Limit limit) {
        return renamed.isEmpty() ? limit.name() : renamed.getOrDefault(limit.name(), limit.name());
    }
}
