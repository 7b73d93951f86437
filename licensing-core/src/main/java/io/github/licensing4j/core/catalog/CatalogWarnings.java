package io.github.licensing4j.core.catalog;

import io.github.licensing4j.Plan.Sale;
import io.github.licensing4j.core.catalog.Node.Mapping;
import io.github.licensing4j.core.catalog.Node.Member;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** Warns about valid catalogs that are probably mistaken. */
final class CatalogWarnings {
    private final Mapping root;
    private final Diagnostics diagnostics;

    private CatalogWarnings(Mapping root, Diagnostics diagnostics) {
        this.root = root;
        this.diagnostics = diagnostics;
    }

    static void check(Mapping root, Set<String> features, Collection<PlanDefinition> plans, Diagnostics diagnostics) {
        CatalogWarnings catalogWarnings = new CatalogWarnings(root, diagnostics);
        catalogWarnings.unusedFeatures(features, plans);
        catalogWarnings.unsoldPlans(plans);
    }

    private void unusedFeatures(Set<String> features, Collection<PlanDefinition> plans) {
        Set<String> unused = new HashSet<>(features);
        plans.forEach(plan -> unused.removeAll(plan.plan().features()));
        features.stream().filter(unused::contains).forEach(feature -> {
            diagnostics.warn(at("features", feature), "feature '" + feature + "' is in no plan");
        });
    }

    private void unsoldPlans(Collection<PlanDefinition> plans) {
        Set<String> sold = new HashSet<>();
        for (PlanDefinition plan : plans) {
            if (plan.plan().sale() != Sale.RETIRED) {
                sold.add(plan.id().name());
            }
        }
        for (PlanDefinition plan : plans) {
            if (sold.add(plan.id().name())) {
                diagnostics.warn(
                        at("plans", plan.id().toString()),
                        "every version of plan '" + plan.id().name() + "' is retired, so it cannot be bought");
            }
        }
    }

    private SourcePosition at(String section, String name) {
        Member member = root.get(section) instanceof Mapping map ? map.members().get(name) : null;
        return member == null ? root.at() : member.at();
    }
}
