package io.github.licensing4j.core.catalog;

import io.github.licensing4j.Charge;
import io.github.licensing4j.ChargeOn;
import io.github.licensing4j.Match;
import io.github.licensing4j.Meter;
import io.github.licensing4j.Requirement.Features;
import io.github.licensing4j.core.catalog.Node.Mapping;
import io.github.licensing4j.core.catalog.Node.Scalar;
import io.github.licensing4j.core.catalog.Node.ScalarType;
import io.github.licensing4j.core.condition.Condition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads the endpoint rules. */
final class RulesReader {
    private static final Set<String> KEYS =
            Set.of("match", "feature", "features", "scope", "scopes", "role", "roles", "charge", "when", "headers");
    private static final int MAX_ROLE = 128;
    private static final List<String> METHODS = List.of(
            "GET",
            "POST",
            "PUT",
            "PATCH",
            "DELETE",
            "OPTIONS",
            "TRACE",
            "CONNECT",
            EndpointRule.TOOL_METHOD,
            EndpointRule.MODEL_METHOD,
            EndpointRule.ANY_METHOD);
    private static final Map<String, ChargeOn> CHARGE_ON = new LinkedHashMap<>();

    static {
        CHARGE_ON.put("not-5xx", ChargeOn.NOT_5XX);
        CHARGE_ON.put("success", ChargeOn.SUCCESS);
        CHARGE_ON.put("attempt", ChargeOn.ATTEMPT);
    }

    private final Set<String> features;
    private final Map<String, Meter> meters;
    private final ConditionReader conditions;
    private final Diagnostics diagnostics;
    private final Map<String, SourcePosition> seen = new HashMap<>();

    RulesReader(CatalogNames names, ConditionReader conditions, Diagnostics diagnostics) {
        this.features = names.features();
        this.meters = names.meters();
        this.conditions = conditions;
        this.diagnostics = diagnostics;
    }

    List<EndpointRule> read(List<Node> items) {
        List<EndpointRule> rules = new ArrayList<>();
        for (Node item : items) {
            EndpointRule rule = item instanceof Mapping map ? rule(map) : null;
            if (rule != null) {
                rules.add(rule);
            } else if (!(item instanceof Mapping)) {
                diagnostics.add(item.at(), "an endpoint rule is " + item.shown() + ", expected a map");
            }
        }
        return rules;
    }

    private @Nullable EndpointRule rule(Mapping map) {
        Fields fields = new Fields(map, "an endpoint rule", KEYS, diagnostics);
        List<Features> groups = groups(fields);
        Set<String> scopes = tokens(fields, "scope", RulesReader::isScope, "a scope token");
        Set<String> roles = tokens(fields, "role", RulesReader::isRole, "text of 1 to 128 characters");
        List<EndpointCharge> charges = charges(fields);
        String match = fields.text("match", "a method and a path, such as GET /v1/export/**");
        if (match == null) {
            return null;
        }
        SourcePosition at = fields.at("match");
        int space = match.indexOf(' ');
        String method = space < 0 ? match : match.substring(0, space);
        RulePath path = path(space < 0 ? "" : match.substring(space + 1).strip(), at);
        if (!isMethod(method, at) || path == null || isDuplicate(method, path, at)) {
            return null;
        }
        return new EndpointRule(method, path, groups, scopes, roles, charges, condition(fields, path, at));
    }

    private @Nullable Condition condition(Fields fields, RulePath path, SourcePosition at) {
        try {
            return conditions.read(fields, fields.has("when") ? path.variables() : Map.of());
        } catch (IllegalArgumentException e) {
            diagnostics.add(at, "'match' of an endpoint rule: " + e.getMessage());
            return null;
        }
    }

    private boolean isMethod(String method, SourcePosition at) {
        if (method.equals("HEAD")) {
            diagnostics.add(at, "a rule for HEAD would match nothing, expected GET, which covers HEAD");
            return false;
        }
        if (!METHODS.contains(method)) {
            diagnostics.unknown(at, "method", method, METHODS);
            return false;
        }
        return true;
    }

    private @Nullable RulePath path(String text, SourcePosition at) {
        try {
            return RulePath.parse(text);
        } catch (IllegalArgumentException e) {
            diagnostics.add(at, "'match' of an endpoint rule: " + e.getMessage());
            return null;
        }
    }

    private boolean isDuplicate(String method, RulePath path, SourcePosition at) {
        SourcePosition first = seen.putIfAbsent(method + " " + path.shape(), at);
        if (first != null) {
            diagnostics.add(
                    at,
                    "'" + method + " " + path.text() + "' matches the same calls as the rule in line " + first.line()
                            + ", expected one rule for them");
        }
        return first != null;
    }

    private List<Features> groups(Fields fields) {
        if (fields.has("feature") && fields.has("features")) {
            diagnostics.add(fields.at("features"), "an endpoint rule has both 'feature' and 'features', expected one");
        }
        List<Features> groups = new ArrayList<>();
        Node single = fields.optional("feature");
        if (single != null) {
            addGroup(groups, fields.names(List.of(single), "feature", features), Match.ALL);
        }
        if (fields.optional("features") instanceof Mapping map) {
            Fields group = new Fields(map, "'features' of an endpoint rule", Set.of("all", "any"), diagnostics);
            addGroup(groups, group.names(group.list("all"), "feature", features), Match.ALL);
            addGroup(groups, group.names(group.list("any"), "feature", features), Match.ANY);
        } else {
            addGroup(groups, fields.names(fields.list("features"), "feature", features), Match.ALL);
        }
        if (fields.has("features") && groups.isEmpty()) {
            diagnostics.add(fields.at("features"), "'features' of an endpoint rule names none, expected at least one");
        }
        return groups;
    }

    private static void addGroup(List<Features> groups, Set<String> names, Match match) {
        if (!names.isEmpty()) {
            groups.add(new Features(names, match));
        }
    }

    /** Returns the texts of a field and of its plural, a list that names at least one. */
    private Set<String> tokens(Fields fields, String name, Predicate<String> isToken, String expected) {
        Set<String> tokens = new LinkedHashSet<>();
        String plural = name + "s";
        List<Node> items = new ArrayList<>(fields.list(plural));
        if (fields.has(plural) && items.isEmpty()) {
            diagnostics.add(
                    fields.at(plural), "'" + plural + "' of an endpoint rule names none, expected at least one");
        }
        Node single = fields.optional(name);
        if (single != null) {
            items.add(single);
        }
        for (Node item : items) {
            if (item instanceof Scalar scalar && scalar.type() == ScalarType.TEXT && isToken.test(scalar.text())) {
                tokens.add(scalar.text());
            } else {
                diagnostics.add(
                        item.at(), "an endpoint rule has " + item.shown() + " as a " + name + ", expected " + expected);
            }
        }
        return tokens;
    }

    /** RFC 6749 §3.3: printable ASCII without space, quote and backslash. */
    private static boolean isScope(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 127 && c != '"' && c != '\\');
    }

    private static boolean isRole(String text) {
        return !text.isBlank() && text.length() <= MAX_ROLE && text.chars().noneMatch(Character::isISOControl);
    }

    private List<EndpointCharge> charges(Fields fields) {
        Mapping map = fields.mapping("charge");
        List<EndpointCharge> charges = new ArrayList<>();
        if (map == null) {
            return charges;
        }
        Fields byMeter =
                new Fields(map, "'charge' of an endpoint rule", map.members().keySet(), diagnostics);
        map.members().forEach((meter, member) -> {
            Meter known = meters.get(meter);
            if (known == null) {
                diagnostics.unknown(member.at(), "meter", meter, meters.keySet());
            } else {
                EndpointCharge charge = charge(byMeter, known, member.value());
                if (charge != null) {
                    charges.add(charge);
                }
            }
        });
        return charges;
    }

    private @Nullable EndpointCharge charge(Fields byMeter, Meter meter, Node value) {
        if (!(value instanceof Mapping map)) {
            Long units = ofCall(value.at(), meter, byMeter.number(value, meter.name(), PlainNumber.amount(0, meter)));
            return units == null ? null : new EndpointCharge(meter, units, null, null);
        }
        Fields charge = new Fields(
                map, "the charge on '" + meter.name() + "'", Set.of("units", "reserve", "charge-on"), diagnostics);
        Long units = ofCall(charge.at("units"), meter, charge.amount("units", 0, meter));
        Long reserve = ofCall(charge.at("reserve"), meter, charge.optionalAmount("reserve", 0, meter));
        ChargeOn on = charge.has("charge-on") ? charge.choice("charge-on", CHARGE_ON) : null;
        return units == null ? null : new EndpointCharge(meter, units, reserve, on);
    }

    private @Nullable Long ofCall(SourcePosition at, Meter meter, @Nullable Long units) {
        if (units == null || units <= Charge.MAX_SMALLEST) {
            return units;
        }
        diagnostics.add(
                at,
                "a charge of one call is " + meter.units(units).toPlainString() + ", expected at most "
                        + mostOfCall(meter) + " of '" + meter.name() + "'");
        return null;
    }

    /** Returns the most units of a meter that one call counts, for messages. */
    static String mostOfCall(Meter meter) {
        return meter.units(Charge.MAX_SMALLEST).toPlainString();
    }
}
