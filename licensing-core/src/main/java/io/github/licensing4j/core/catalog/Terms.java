package io.github.licensing4j.core.catalog;

import io.github.licensing4j.Limit;
import io.github.licensing4j.Plan;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.core.condition.Condition;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The features and limits of one license under one catalog snapshot. Immutable. */
public final class Terms implements CounterNaming {
    private final PlanDefinition definition;
    private final Plan plan;
    private final Set<String> features;
    private final List<Limit> limits;
    private final LimitNames names;

    /** @param features with overrides and roll-outs applied, as are the limits */
    Terms(PlanDefinition definition, Set<String> features, List<Limit> limits) {
        this.definition = definition;
        this.plan = definition.plan();
        this.features = Set.copyOf(features);
        this.limits = List.copyOf(limits);
        this.names = definition.names();
    }

    /** Returns the plan version, without overrides and roll-outs. */
    public Plan plan() {
        return plan;
    }

    /** Returns the licensed features, with overrides and roll-outs applied. */
    public Set<String> features() {
        return features;
    }

    /** Returns the limits in force, with overrides applied. Without overrides, these are the objects of the plan. */
    public List<Limit> limits() {
        return limits;
    }

    /**
     * Returns these terms with the counters of the corresponding limits of other terms, for each quota and credits
     * limit: the one on the same counter, else the one of the same kind, meter, period and holder.
     */
    public Terms countedAs(Terms other) {
        Map<String, String> counters = new HashMap<>(names.counters());
        Set<String> taken = new HashSet<>();
        limits.forEach(limit -> taken.add(counterName(limit)));
        for (Limit limit : limits) {
            if (other.limits.stream().noneMatch(one -> isOnCounterOf(one, limit, other))) {
                other.limits.stream()
                        .filter(one -> isAlike(one, limit) && taken.add(other.counterName(one)))
                        .findFirst()
                        .ifPresent(one -> counters.put(limit.name(), other.counterName(one)));
            }
        }
        return counters.equals(names.counters())
                ? this
                : new Terms(definition.named(names.counted(counters)), features, limits);
    }

    private boolean isOnCounterOf(Limit one, Limit limit, Terms other) {
        return isAlike(one, limit) && other.counterName(one).equals(counterName(limit));
    }

    private static boolean isAlike(Limit one, Limit other) {
        return one.kind() == other.kind()
                && Objects.equals(one.meter(), other.meter())
                && switch (one.kind()) {
                    case QUOTA -> isAlike((QuotaLimit) one, (QuotaLimit) other);
                    case CREDITS -> true;
                    case RATE, CONCURRENCY, SEATS -> false;
                };
    }

    private static boolean isAlike(QuotaLimit one, QuotaLimit other) {
        return one.per().equals(other.per()) && one.of() == other.of();
    }

    /**
     * Returns the conditions of limits by the name of the limit; a limit without one counts every call. A contract changes
     * none.
     */
    public Map<String, Condition> conditions() {
        return definition.conditions();
    }

    @Override
    public String counterName(Limit limit) {
        return names.counter(limit.name());
    }

    @Override
    public @Nullable LimitStart start(Limit limit) {
        return names.starts().get(limit.name());
    }
}
