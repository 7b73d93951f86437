package io.github.licensing4j.core.catalog;

import io.github.licensing4j.CalledEndpoint;
import io.github.licensing4j.CatalogSummary;
import io.github.licensing4j.Declaration;
import io.github.licensing4j.Endpoint;
import io.github.licensing4j.EndpointReport;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.MatchedPath;
import io.github.licensing4j.Measure;
import io.github.licensing4j.Meter;
import io.github.licensing4j.Plan;
import io.github.licensing4j.Plan.Sale;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.SignalKind;
import io.github.licensing4j.UnknownNameException;
import io.github.licensing4j.core.condition.Condition;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One immutable snapshot of {@code licensing.yaml}: features, meters, plans, endpoint rules and answers to signals. Safe for use by many
 * threads; two snapshots of the same text are different objects.
 */
public final class Catalog {
    private final CatalogSummary summary;
    private final Map<PlanId, PlanDefinition> plans;
    private final Map<PlanId, Terms> plain = new HashMap<>();
    private final TermsResolver terms;
    private final EndpointNames names = new EndpointNames();
    private final EndpointRules rules;
    /** Null if there are no rules. */
    private final @Nullable CoveringRules covering;

    private final boolean conditional;
    private final Map<SignalKind, SignalRule> signals;
    private final Set<PlanId> trialPlans;
    private final List<PlanId> onSale;
    private final List<PlanId> offers;
    private final Optional<URI> upgradeUrl;
    private final List<String> warnings;
    private final Map<String, Meter> meters;
    private final Map<String, FeatureRollout> rollouts;
    private final Set<Measure> measures;

    Catalog(
            CatalogSummary summary,
            Map<PlanId, PlanDefinition> plans,
            CatalogNames words,
            EndpointRules rules,
            Map<SignalKind, SignalRule> signals,
            @Nullable URI upgradeUrl,
            List<String> warnings) {
        this.summary = summary;
        this.plans = new LinkedHashMap<>(plans);
        this.terms =
                new TermsResolver(summary.features(), words.meters(), Map.copyOf(words.rollouts()), summary.loadedAt());
        this.meters = Map.copyOf(words.meters());
        this.rollouts = Map.copyOf(words.rollouts());
        this.measures = measuredByHost(summary);
        this.rules = rules;
        this.covering = rules.all().isEmpty() ? null : new CoveringRules(rules);
        this.conditional = isConditional(rules, plans);
        this.signals = Map.copyOf(signals);
        this.upgradeUrl = Optional.ofNullable(upgradeUrl);
        this.warnings = List.copyOf(warnings);
        this.trialPlans = TrialPlans.of(plans);
        this.onSale = newest(summary.plans(), Set.of());
        this.offers = newest(summary.plans(), trialPlans);
        addPlain();
    }

    private Catalog(Catalog written, Map<PlanId, PlanDefinition> plans) {
        this.summary = written.summary;
        this.plans = plans;
        this.terms = written.terms;
        this.meters = written.meters;
        this.rollouts = written.rollouts;
        this.measures = written.measures;
        this.rules = written.rules;
        this.covering = written.covering;
        this.conditional = written.conditional;
        this.signals = written.signals;
        this.upgradeUrl = written.upgradeUrl;
        this.warnings = written.warnings;
        this.trialPlans = written.trialPlans;
        this.onSale = written.onSale;
        this.offers = written.offers;
        addPlain();
    }

    private static boolean isConditional(EndpointRules rules, Map<PlanId, PlanDefinition> plans) {
        return rules.all().stream().anyMatch(rule -> rule.condition() != null)
                || plans.values().stream().anyMatch(plan -> !plan.conditions().isEmpty());
    }

    private void addPlain() {
        for (PlanDefinition plan : plans.values()) {
            if (!terms.isRolledOut(plan.plan().features())) {
                plain.put(plan.id(), TermsResolver.plain(plan));
            }
        }
    }

    /** Returns this catalog with the limits of plans counted under other names. */
    Catalog counted(Map<PlanId, LimitNames> names) {
        Map<PlanId, PlanDefinition> named = new LinkedHashMap<>();
        plans.forEach((id, plan) -> named.put(id, plan.named(names.getOrDefault(id, plan.names()))));
        return new Catalog(this, named);
    }

    /** Returns names, plans and measures; the same object on each call. */
    public CatalogSummary summary() {
        return summary;
    }

    /** Returns warnings about what is probably mistaken, each with file, line and column. */
    public List<String> warnings() {
        return warnings;
    }

    /** Returns every meter by its name, {@code calls} included; the same object on each call. */
    public Map<String, Meter> meters() {
        return meters;
    }

    private static Set<Measure> measuredByHost(CatalogSummary summary) {
        Set<Measure> measures = summary.measures();
        measures.remove(Measure.WALL_TIME);
        return Set.copyOf(measures);
    }

    /** Returns what the host must measure of a call; the same object on each call. */
    public Set<Measure> measures() {
        return measures;
    }

    /** Returns the part of the customers for each feature that is being rolled out. */
    Map<String, FeatureRollout> rollouts() {
        return rollouts;
    }

    /** Returns the instant at which a roll-out begins or ends, {@link Instant#MAX} if none does. */
    Instant changesAt() {
        return rollouts.values().stream()
                .map(rollout -> rollout.changesAfter(summary.loadedAt()))
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
    }

    /** Returns every endpoint rule, in catalog order. */
    List<EndpointRule> rules() {
        return rules.all();
    }

    /**
     * Returns the newest version of each plan that is neither private nor retired, nor for trials only, in catalog
     * order.
     */
    public List<PlanId> offers() {
        return offers;
    }

    /** Returns the rules by which signals of misuse are answered, by their kinds; signals of other kinds are not answered. */
    public Map<SignalKind, SignalRule> signals() {
        return signals;
    }

    /** Returns the newest version of each plan that is neither private nor retired, in catalog order. */
    public List<PlanId> onSale() {
        return onSale;
    }

    /** Returns whether a plan is for trials only, so that it cannot be bought. */
    public boolean isTrialOnly(PlanId plan) {
        return trialPlans.contains(plan);
    }

    /** Returns the address where plans are sold, empty if the catalog has none. */
    public Optional<URI> upgradeUrl() {
        return upgradeUrl;
    }

    /** Returns how a plan version is sold, empty if this snapshot does not have it. */
    public Optional<PlanOffer> sold(PlanId plan) {
        return Optional.ofNullable(plans.get(plan)).map(PlanDefinition::sold);
    }

    /** Returns whether this snapshot has the plan version. */
    public boolean has(PlanId plan) {
        return plans.containsKey(plan);
    }

    /**
     * Merges the declaration of an endpoint with the one rule that applies to it.
     *
     * <p>Features and scopes are united, a rule's charge on a meter replaces the declared or built-in units. A rule is
     * enforced for exempt endpoints and resources too. Equal declarations return the same requirement.
     *
     * @param endpoint its path is canonical, without dot segments; a trailing slash makes no difference
     * @param unannotated the policy where nothing is declared and no rule matches
     * @return empty where no license is needed, or where nothing is declared under {@link Unannotated#ALLOW}
     */
    public Optional<Requirement> requirement(CalledEndpoint endpoint, Unannotated unannotated) {
        String method = endpoint.method();
        MatchedPath path = endpoint.path();
        EndpointRule rule = covering == null ? null : covering.find(method, path.path(), path.pattern());
        Requirement joined = joined(rule, endpoint.declared(), unannotated);
        return joined == null ? Optional.empty() : Optional.of(names.named(joined, rule, method, path.pattern()));
    }

    static @Nullable Requirement joined(@Nullable EndpointRule rule, Declaration declared, Unannotated unannotated) {
        if (declared instanceof Declaration.Required required) {
            return rule == null ? required.requirement() : rule.unitedWith(required.requirement());
        }
        if (rule != null) {
            return rule.unitedWith(Requirement.license());
        }
        // Under DENY the start has failed for every known endpoint without a rule; an endpoint unknown at the start
        // must not be open.
        boolean open = !(declared instanceof Declaration.None) || unannotated == Unannotated.ALLOW;
        return open ? null : Requirement.license();
    }

    /** Returns the differences between the endpoint rules of this snapshot and of a draft. */
    public RuleComparison compareRules(Catalog draft) {
        return new RuleComparison(rules, draft.rules);
    }

    /** Returns whether a rule or a limit of this snapshot has a condition. */
    public boolean isConditional() {
        return conditional;
    }

    /** Returns the condition of the one rule that applies to a call, null if there is none. */
    public @Nullable Condition condition(CalledEndpoint endpoint) {
        MatchedPath path = endpoint.path();
        EndpointRule rule = covering == null ? null : covering.find(endpoint.method(), path.path(), path.pattern());
        return rule == null ? null : rule.condition();
    }

    /**
     * Checks endpoints against this snapshot.
     *
     * @throws UnknownNameException if one names a feature or meter that is not here
     * @throws LicensingException under {@link Unannotated#DENY}, naming every endpoint that declares nothing and that no
     *     rule covers
     */
    public EndpointReport report(List<Endpoint> endpoints, Unannotated unannotated) {
        return new EndpointCheck(summary, rules, unannotated).report(endpoints);
    }

    /**
     * Returns the terms of a license under this snapshot. Called once for each token; the caller caches the result.
     *
     * @param customer decides on which side of a roll-out the license falls
     * @throws UnknownNameException if the plan, or a feature or limit of the overrides, is not in the catalog
     * @throws CatalogException if an override of a limit is wrong in any other way
     */
    public Terms terms(PlanId plan, Overrides overrides, String customer) {
        if (overrides.isNone()) {
            Terms shared = plain.get(plan);
            if (shared != null) {
                return shared;
            }
        }
        PlanDefinition definition = plans.get(plan);
        if (definition == null) {
            List<String> known = plans.keySet().stream().map(PlanId::toString).toList();
            throw new UnknownNameException("plan", plan.toString(), "license", Suggestions.to(plan.toString(), known));
        }
        return terms.apply(definition, overrides, customer);
    }

    /** Returns the line of the file with the prices of a plan version, 0 if there is none. */
    public int lineOfPrices(PlanId plan) {
        PlanDefinition definition = plans.get(plan);
        return definition == null ? 0 : definition.priced().line();
    }

    Map<PlanId, PlanDefinition> plans() {
        return plans;
    }

    private static List<PlanId> newest(List<Plan> plans, Set<PlanId> except) {
        Map<String, PlanId> newest = new LinkedHashMap<>();
        for (Plan plan : plans) {
            if (plan.sale() == Sale.PUBLIC && !except.contains(plan.id())) {
                newest.merge(plan.id().name(), plan.id(), (a, b) -> a.version() > b.version() ? a : b);
            }
        }
        return List.copyOf(newest.values());
    }
}
