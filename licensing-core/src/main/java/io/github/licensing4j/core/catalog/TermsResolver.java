package io.github.licensing4j.core.catalog;

import io.github.licensing4j.Meter;
import io.github.licensing4j.Plan;
import io.github.licensing4j.UnknownNameException;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Applies overrides and roll-outs to a plan. */
final class TermsResolver {
    private static final String WHERE = "license overrides";

    private final Set<String> features;
    private final Map<String, Meter> meters;
    private final Map<String, FeatureRollout> rollouts;
    private final Instant now;

    /**
     * @param rollouts the part of the customers for each feature that is being rolled out
     * @param now the instant at which roll-outs are looked at
     */
    TermsResolver(Set<String> features, Map<String, Meter> meters, Map<String, FeatureRollout> rollouts, Instant now) {
        this.features = features;
        this.meters = meters;
        this.rollouts = rollouts;
        this.now = now;
    }

    /** Returns the terms of every customer of the plan without overrides, roll-outs left out. */
    static Terms plain(PlanDefinition definition) {
        Plan plan = definition.plan();
        return new Terms(definition, plan.features(), plan.limits());
    }

    /** Returns whether customers of the plan differ by roll-out. */
    boolean isRolledOut(Set<String> included) {
        return !rollouts.isEmpty() && included.stream().anyMatch(rollouts::containsKey);
    }

    Terms apply(PlanDefinition definition, Overrides overrides, String customer) {
        Set<String> included = included(definition.plan(), overrides);
        included.removeIf(feature ->
                !rollouts.getOrDefault(feature, FeatureRollout.EVERYBODY).includes(feature, customer, now));
        if (overrides.limits().isEmpty()) {
            return new Terms(definition, included, definition.plan().limits());
        }
        LimitsReader limits = limits(definition, overrides);
        return new Terms(definition, included, limits.limits());
    }

    private Set<String> included(Plan plan, Overrides overrides) {
        Set<String> included = new HashSet<>(plan.features());
        Set<String> removed = new HashSet<>();
        for (String change : overrides.features()) {
            String name = change.isEmpty() ? "" : change.substring(1);
            if (!change.startsWith("+") && !change.startsWith("-")) {
                throw problem("a feature is overridden by '" + change + "', expected +feature or -feature");
            }
            if (!features.contains(name)) {
                throw new UnknownNameException("feature", name, WHERE, Suggestions.to(name, features));
            }
            (change.charAt(0) == '+' ? included : removed).add(name);
        }
        included.removeAll(removed);
        return included;
    }

    private LimitsReader limits(PlanDefinition definition, Overrides overrides) {
        for (String name : overrides.limits().keySet()) {
            if (!definition.written().containsKey(present(definition, name))) {
                throw new UnknownNameException(
                        "limit",
                        name,
                        WHERE,
                        Suggestions.to(name, definition.written().keySet()));
            }
            if (overrides.limits().get(name) instanceof Map<?, ?> change && change.containsKey("was")) {
                throw problem("limit '" + name + "' is renamed by 'was', expected renames only in the catalog");
            }
            if (overrides.limits().get(name) instanceof Map<?, ?> change
                    && ConditionReader.KEYS.stream().anyMatch(change::containsKey)) {
                throw problem("limit '" + name + "' has a condition, expected conditions only in the catalog");
            }
        }
        Diagnostics diagnostics = new Diagnostics(WHERE);
        Map<String, Node.Member> written = new LinkedHashMap<>();
        overrides
                .limits()
                .forEach((name, value) -> written.put(
                        present(definition, name), new Node.Member(SourcePosition.NOWHERE, Node.of(value))));
        LimitsReader reader = new LimitsReader(new LimitReader(meters, diagnostics), diagnostics, definition);
        reader.read(new Node.Mapping(SourcePosition.NOWHERE, written));
        diagnostics.throwIfAny();
        return reader;
    }

    /** Returns the current name of a limit, which a contract or token may still call by an earlier one. */
    private static String present(PlanDefinition definition, String limit) {
        return definition.written().containsKey(limit)
                ? limit
                : definition.names().aliases().getOrDefault(limit, limit);
    }

    private static CatalogException problem(String message) {
        return new CatalogException(List.of(new CatalogProblem(WHERE, 0, 0, message)));
    }
}
