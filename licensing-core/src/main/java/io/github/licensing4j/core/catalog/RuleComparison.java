package io.github.licensing4j.core.catalog;

import io.github.licensing4j.Charge;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares the charges and features that the endpoint rules of two catalogs add to endpoints, for usage that is reported by
 * the name of its endpoint. Annotations are not known here: they are the same under both. For one thread.
 */
public final class RuleComparison {
    private final EndpointRules live;
    private final EndpointRules draft;
    private final Set<String> meters = new TreeSet<>();
    private final Set<String> rules = new TreeSet<>();

    RuleComparison(EndpointRules live, EndpointRules draft) {
        this.live = live;
        this.draft = draft;
        Map<String, Map<String, Long>> before = all(live);
        Map<String, Map<String, Long>> after = all(draft);
        Stream.concat(before.keySet().stream(), after.keySet().stream())
                .forEach(
                        rule -> compare(rule, before.getOrDefault(rule, Map.of()), after.getOrDefault(rule, Map.of())));
    }

    private static Map<String, Map<String, Long>> all(EndpointRules rules) {
        Map<String, Map<String, Long>> all = new LinkedHashMap<>();
        rules.all().forEach(rule -> all.put(rule.toString(), charges(rule)));
        return all;
    }

    private static Map<String, Long> charges(@Nullable EndpointRule rule) {
        return rule == null
                ? Map.of()
                : rule.charges().stream()
                        .collect(Collectors.toMap(charge -> charge.meter().name(), EndpointCharge::units));
    }

    private void compare(String rule, Map<String, Long> before, Map<String, Long> after) {
        for (String meter :
                Stream.concat(before.keySet().stream(), after.keySet().stream()).toList()) {
            if (!Objects.equals(before.get(meter), after.get(meter))) {
                meters.add(meter);
                rules.add(rule);
            }
        }
    }

    /** Returns the meters that some rule charges other units of. */
    public Set<String> meters() {
        return meters;
    }

    /** Returns the rules that charge other units, as they are written. */
    public Set<String> rules() {
        return rules;
    }

    /**
     * Returns the units that calls of an endpoint cost under the draft, by meter.
     *
     * @param endpoint the method and pattern that usage was reported under
     * @param calls how many calls were charged
     * @param units their units under the live catalog, in the smallest unit of each meter
     */
    public Map<String, Long> units(String endpoint, long calls, Map<String, Long> units) {
        if (meters.isEmpty() || calls == 0) {
            return units;
        }
        Map<String, Long> before = charges(rule(live, endpoint));
        Map<String, Long> after = charges(rule(draft, endpoint));
        if (before.equals(after)) {
            return units;
        }
        Map<String, Long> rated = new HashMap<>(units);
        after.forEach((meter, charge) -> {
            if (!charge.equals(before.get(meter))) {
                // Without a rule before, the annotation or the built-in call is replaced.
                long kept =
                        before.containsKey(meter) ? units.getOrDefault(meter, 0L) - times(calls, before.get(meter)) : 0;
                rated.put(meter, Math.max(0, kept) + times(calls, charge));
            }
        });
        before.forEach((meter, charge) -> {
            if (!after.containsKey(meter)) {
                // What an annotation charges is not known here; a call counts as one.
                long declared = meter.equals(Charge.CALLS) ? calls : 0;
                rated.put(meter, Math.max(0, units.getOrDefault(meter, 0L) - times(calls, charge)) + declared);
            }
        });
        return rated;
    }

    private static long times(long calls, long units) {
        BigInteger product = BigInteger.valueOf(calls).multiply(BigInteger.valueOf(units));
        return product.bitLength() > 62 ? Long.MAX_VALUE / 2 : product.longValueExact();
    }

    private static @Nullable EndpointRule rule(EndpointRules rules, String endpoint) {
        int space = endpoint.indexOf(' ');
        return space < 0 ? null : rules.find(endpoint.substring(0, space), endpoint.substring(space + 1));
    }

    /** Returns the features that calls of an endpoint need under the live catalog, given those that they needed before. */
    public Set<String> liveFeatures(String endpoint, Set<String> features) {
        return union(features, features(rule(live, endpoint)));
    }

    /** Returns the features that calls of an endpoint need under the draft, given those that they needed before. */
    public Set<String> draftFeatures(String endpoint, Set<String> features) {
        Set<String> others = new HashSet<>(features);
        others.removeAll(features(rule(live, endpoint)));
        return union(others, features(rule(draft, endpoint)));
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        if (one.containsAll(other)) {
            return one;
        }
        Set<String> all = new HashSet<>(one);
        all.addAll(other);
        return all;
    }

    private static Set<String> features(@Nullable EndpointRule rule) {
        return rule == null
                ? Set.of()
                : rule.features().stream()
                        .flatMap(group -> group.names().stream())
                        .collect(Collectors.toUnmodifiableSet());
    }
}
