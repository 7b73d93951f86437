package io.github.licensing4j.spring;

import io.github.licensing4j.CatalogSummary;
import io.github.licensing4j.Charge;
import io.github.licensing4j.Limit;
import io.github.licensing4j.Match;
import io.github.licensing4j.Meter;
import io.github.licensing4j.Plan;
import io.github.licensing4j.Requirement;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Renders a requirement as the extension {@code x-licensing} of an operation, with the names of the limits that can apply. */
final class RequirementExtension {
    private final CatalogSummary catalog;

    RequirementExtension(CatalogSummary catalog) {
        this.catalog = catalog;
    }

    /** Renders a requirement; what it does not ask for is left out. */
    Map<String, Object> of(Requirement requirement) {
        Map<String, Object> extension = new LinkedHashMap<>();
        put(
                extension,
                "features",
                requirement.features().stream().map(RequirementExtension::group).toList());
        put(extension, "scopes", List.copyOf(new TreeSet<>(requirement.scopes())));
        put(extension, "roles", List.copyOf(new TreeSet<>(requirement.roles())));
        put(
                extension,
                "meters",
                requirement.charges().stream().map(this::charge).toList());
        put(extension, "limits", shownLimits(requirement));
        return extension;
    }

    /** Returns whether some plan, also one that is not shown, has a limit that can refuse a call because of its use. */
    boolean isLimited(Requirement requirement) {
        return catalog.plans().stream()
                .flatMap(plan -> plan.limits().stream())
                .anyMatch(limit -> applies(limit, requirement) && refusesTooManyRequests(limit.kind()));
    }

    /** Returns whether a limit of a kind refuses with status 429. */
    private static boolean refusesTooManyRequests(Limit.Kind kind) {
        return switch (kind) {
            case RATE, QUOTA, CONCURRENCY -> true;
            case CREDITS, SEATS -> false;
        };
    }

    /** Returns the limits of plans that are sold to all; the names of others are not published. */
    private List<String> shownLimits(Requirement requirement) {
        Set<String> names = new TreeSet<>();
        for (Plan plan : catalog.plans()) {
            if (plan.sale() == Plan.Sale.PUBLIC) {
                plan.limits().stream()
                        .filter(limit -> applies(limit, requirement))
                        .forEach(limit -> names.add(limit.name()));
            }
        }
        return List.copyOf(names);
    }

    private static boolean applies(Limit limit, Requirement requirement) {
        String meter = limit.meter();
        return meter == null
                || requirement.charges().stream()
                        .anyMatch(charge -> charge.meter().equals(meter));
    }

    private static Map<String, Object> group(Requirement.Features group) {
        String key = group.match() == Match.ALL ? "allOf" : "anyOf";
        return Map.of(key, List.copyOf(new TreeSet<>(group.names())));
    }

    private Map<String, Object> charge(Charge charge) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("meter", charge.meter());
        Meter meter = catalog.meter(charge.meter()).orElse(null);
        if (meter != null) {
            line.put("unit", meter.unit());
        }
        line.put("units", units(charge.units(), charge.scale()));
        if (charge.reserve() > 0) {
            line.put("reserve", units(charge.reserve(), charge.scale()));
        }
        if (meter != null && meter.measure() != null) {
            line.put("measure", meter.measure().text());
        }
        line.put("chargeOn", charge.chargeOn().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        return line;
    }

    private static BigDecimal units(long units, int scale) {
        BigDecimal value = BigDecimal.valueOf(units, scale).stripTrailingZeros();
        return value.scale() < 0 ? value.setScale(0) : value;
    }

    private static void put(Map<String, Object> extension, String name, List<?> values) {
        if (!values.isEmpty()) {
            extension.put(name, new ArrayList<>(values));
        }
    }
}
