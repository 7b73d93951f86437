package io.github.licensing4j.core.catalog;

import io.github.licensing4j.PlanId;
import io.github.licensing4j.core.catalog.PlanOffer.Trial;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the plans that are for trials only: they are not bought, and not offered. Where the catalog has no
 * {@code only}, they are plans with a trial and without a price that are named {@code trial}, or whose trial is
 * followed by a plan that has a price, or more features.
 */
final class TrialPlans {
    private static final String NAME = "trial";

    private TrialPlans() {}

    static Set<PlanId> of(Map<PlanId, PlanDefinition> plans) {
        Set<PlanId> found = new HashSet<>();
        for (PlanDefinition plan : plans.values()) {
            Trial trial = plan.trial();
            PlanDefinition then = trial == null ? null : plans.get(trial.then());
            if (trial != null && then != null && isForTrialsAlone(plan, trial, then)) {
                found.add(plan.id());
            }
        }
        return Set.copyOf(found);
    }

    private static boolean isForTrialsAlone(PlanDefinition plan, Trial trial, PlanDefinition then) {
        if (trial.only() != null) {
            return trial.only();
        }
        return plan.price() == null
                && !trial.then().equals(plan.id())
                && (isNamedTrial(plan.id().name()) || then.price() != null || hasMoreFeatures(then, plan));
    }

    private static boolean isNamedTrial(String name) {
        return List.of(name.split("[^a-z0-9]+")).contains(NAME);
    }

    private static boolean hasMoreFeatures(PlanDefinition then, PlanDefinition plan) {
        Set<String> more = then.plan().features();
        Set<String> features = plan.plan().features();
        return more.size() > features.size() && more.containsAll(features);
    }
}
