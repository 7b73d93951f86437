package io.github.licensing4j.core.catalog;

import io.github.licensing4j.Plan;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.core.catalog.Node.Mapping;
import io.github.licensing4j.core.catalog.Node.Member;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads all plans, each after the one it extends. Features and limits are inherited, everything else is a plan's own. */
final class PlansReader {
    private static final Set<String> KEYS =
            Set.of("extends", "features", "limits", "price", "trial", "grace", "private", "retired");

    private static final int MAX_CHAIN = 32;

    /** The maximum size of all plans together, inherited features and limits counted for each plan. */
    private static final int MAX_INCLUDED = 200_000;

    private final Mapping plans;
    private final Set<String> features;
    private final LimitReader limits;
    private final ConditionReader conditions;
    private final Diagnostics diagnostics;
    private final Map<String, PlanDefinition> read = new HashMap<>();
    private final Set<String> open = new HashSet<>();
    private int included;

    PlansReader(Mapping plans, CatalogNames names, ConditionReader conditions, Diagnostics diagnostics) {
        this.plans = plans;
        this.features = names.features();
        this.limits = new LimitReader(names.meters(), diagnostics);
        this.conditions = conditions;
        this.diagnostics = diagnostics;
    }

    /** Returns every plan that could be read, in catalog order. */
    Map<PlanId, PlanDefinition> read() {
        if (plans.members().isEmpty()) {
            diagnostics.add(plans.at(), "no plan is defined, expected at least one, such as free@1");
        }
        plans.members().keySet().forEach(this::plan);
        Map<PlanId, PlanDefinition> inOrder = new LinkedHashMap<>();
        for (String name : plans.members().keySet()) {
            PlanDefinition plan = read.get(name);
            if (plan != null) {
                inOrder.put(plan.id(), plan);
            }
        }
        return inOrder;
    }

    private @Nullable PlanDefinition plan(String name) {
        Member member = plans.members().get(name);
        PlanId id = member == null ? null : id(name, member.at());
        if (member == null || id == null) {
            return null;
        }
        PlanDefinition known = read.get(name);
        if (known != null) {
            return known;
        }
        if (!(member.value() instanceof Mapping map)) {
            diagnostics.add(
                    member.value().at(),
                    "plan '" + name + "' is " + member.value().shown() + ", expected a map");
            return null;
        }
        if (included > MAX_INCLUDED) {
            diagnostics.add(
                    member.at(),
                    "the plans up to '" + name + "' include more than " + MAX_INCLUDED
                            + " features and limits together, inherited ones counted for each plan");
            return null;
        }
        open.add(name);
        PlanDefinition plan = definition(id, map);
        open.remove(name);
        included += plan.plan().features().size() + plan.plan().limits().size();
        read.put(name, plan);
        return plan;
    }

    private @Nullable PlanId id(String name, SourcePosition at) {
        try {
            return PlanId.parse(name);
        } catch (IllegalArgumentException e) {
            diagnostics.add(at, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private PlanDefinition definition(PlanId id, Mapping map) {
        String what = "plan '" + id + "'";
        Fields fields = new Fields(map, what, KEYS, diagnostics);
        PlanDefinition parent = parent(fields, what);
        Set<String> included = fields.names(fields.list("features"), "feature", features);
        LimitsReader own = new LimitsReader(limits, diagnostics, parent);
        Mapping written = fields.mapping("limits");
        if (written != null) {
            own.read(written);
        }
        if (parent != null) {
            included.addAll(parent.plan().features());
        }
        PricingReader sale = new PricingReader(fields, what, plans.members().keySet(), diagnostics);
        Plan plan = new Plan(id, included, own.limits(), sale.sale());
        SourcePosition priced = fields.at(fields.has("price") ? "price" : "limits");
        PlanDefinition definition = new PlanDefinition(
                plan,
                own.written(),
                own.names(),
                sale.price(),
                sale.trial(),
                sale.grace(),
                conditions.ofLimits(own.written()),
                priced);
        sale.refuseTwoCurrencies(definition);
        sale.refuseUndividedSeats(definition);
        return definition;
    }

    private @Nullable PlanDefinition parent(Fields fields, String what) {
        String name = fields.optionalText("extends", "the name of a plan, such as free@1");
        if (name == null) {
            return null;
        }
        if (!plans.members().containsKey(name)) {
            diagnostics.unknown(
                    fields.at("extends"), "plan", name, plans.members().keySet());
            return null;
        }
        if (open.contains(name)) {
            diagnostics.add(fields.at("extends"), what + " extends '" + name + "', which in the end extends " + what);
            return null;
        }
        if (open.size() > MAX_CHAIN) {
            diagnostics.add(fields.at("extends"), what + " is more than " + MAX_CHAIN + " plans away from its first");
            return null;
        }
        return plan(name);
    }
}
