package io.github.licensing4j.core.catalog;

import io.github.licensing4j.Charge;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.Requirement.Features;
import io.github.licensing4j.core.condition.Condition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** An endpoint rule: what it matches and what it adds to the declaration of the endpoint. */
final class EndpointRule {
    /** Any method. */
    static final String ANY_METHOD = "*";

    /** The method of the tools of an MCP server, which is no HTTP method. */
    static final String TOOL_METHOD = "MCP";

    /** The method of calls of a language model, which is no HTTP method. */
    static final String MODEL_METHOD = "LLM";

    /** More than any rule has endpoints; beyond it, merged requirements are not cached. */
    private static final int MAX_REMEMBERED = 1024;

    private final String method;
    private final RulePath path;
    private final List<Features> features;
    private final Set<String> scopes;
    private final Set<String> roles;
    private final List<EndpointCharge> charges;
    private final @Nullable Condition condition;
    private final ConcurrentHashMap<Requirement, Requirement> united = new ConcurrentHashMap<>();

    /** @param condition what must hold for every call, null if nothing must */
    EndpointRule(
            String method,
            RulePath path,
            List<Features> features,
            Set<String> scopes,
            Set<String> roles,
            List<EndpointCharge> charges,
            @Nullable Condition condition) {
        this.method = method;
        this.path = path;
        this.features = List.copyOf(features);
        this.scopes = Set.copyOf(scopes);
        this.roles = Set.copyOf(roles);
        this.charges = List.copyOf(charges);
        this.condition = condition;
    }

    String method() {
        return method;
    }

    RulePath path() {
        return path;
    }

    /** Returns the features that the rule adds. */
    List<Features> features() {
        return features;
    }

    /** Returns the charges that the rule adds. */
    List<EndpointCharge> charges() {
        return charges;
    }

    /** Returns what must hold for every call, null if nothing must. */
    @Nullable
    Condition condition() {
        return condition;
    }

    /** Returns whether another rule adds the same features, scopes, roles and charges under the same condition. */
    boolean requiresSameAs(EndpointRule other) {
        return features.equals(other.features)
                && scopes.equals(other.scopes)
                && roles.equals(other.roles)
                && charges.equals(other.charges)
                && Objects.equals(condition, other.condition);
    }

    /** Returns the declared requirement merged with this rule's. Equal declarations return the same object. */
    Requirement unitedWith(Requirement declared) {
        Requirement known = united.get(declared);
        if (known != null) {
            return known;
        }
        Requirement joined = join(declared);
        if (united.size() >= MAX_REMEMBERED) {
            return joined;
        }
        Requirement first = united.putIfAbsent(declared, joined);
        return first == null ? joined : first;
    }

    private Requirement join(Requirement declared) {
        List<Features> groups = new ArrayList<>(declared.features());
        for (Features group : features) {
            if (!groups.contains(group)) {
                groups.add(group);
            }
        }
        Map<String, Charge> byMeter = new LinkedHashMap<>();
        declared.charges().forEach(charge -> byMeter.put(charge.meter(), charge));
        charges.forEach(charge -> byMeter.compute(charge.meter().name(), (meter, before) -> charge.over(before)));
        return new Requirement(groups, union(declared.scopes(), scopes), List.copyOf(byMeter.values()))
                .withRoles(union(declared.roles(), roles));
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        Set<String> all = new HashSet<>(one);
        all.addAll(other);
        return all;
    }

    @Override
    public String toString() {
        return method + " " + path.text();
    }
}
