package io.github.licensing4j.core.catalog;

import io.github.licensing4j.Charge;
import io.github.licensing4j.Measure;
import io.github.licensing4j.Meter;
import io.github.licensing4j.core.catalog.Node.Mapping;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The names that a catalog defines and the rest of it may use.
 *
 * @param features every feature
 * @param rollouts the percentage of customers for each feature that is being rolled out
 * @param meters every meter by its name, {@code calls} first
 */
record CatalogNames(Set<String> features, Map<String, FeatureRollout> rollouts, Map<String, Meter> meters) {
    private static final Set<String> ROLLOUT = Set.of("percent", "by", "customers", "off", "from", "until");
    private static final int MOST_CUSTOMERS = 1_000;
    private static final Map<String, Measure> MEASURES = new TreeMap<>();

    static {
        for (Measure measure : Measure.values()) {
            MEASURES.put(measure.text(), measure);
        }
    }

    static CatalogNames read(Fields catalog, Diagnostics diagnostics) {
        CatalogNames words = new CatalogNames(new LinkedHashSet<>(), new TreeMap<>(), new LinkedHashMap<>());
        words.meters.put(Charge.CALLS, new Meter(Charge.CALLS, "call", 0, null));
        Mapping meters = catalog.mapping("meters");
        if (meters != null) {
            words.defineAll(meters, "meter", diagnostics);
        }
        Mapping features = catalog.mapping("features");
        if (features != null) {
            words.defineAll(features, "feature", diagnostics);
        }
        return words;
    }

    private void defineAll(Mapping definitions, String kind, Diagnostics diagnostics) {
        definitions.members().forEach((name, member) -> {
            if (!CatalogScalars.isName(name)) {
                diagnostics.add(
                        member.at(), "a " + kind + " is named '" + name + "', expected " + CatalogScalars.NAME_FORM);
            }
            if (kind.equals("meter")) {
                meters.putIfAbsent(name, new Meter(name, "", 0, null));
            } else {
                features.add(name);
            }
            if (!(member.value() instanceof Mapping map)) {
                diagnostics.add(
                        member.value().at(),
                        kind + " '" + name + "' is " + member.value().shown() + ", expected a map such as {}");
            } else if (kind.equals("meter")) {
                meter(name, map, diagnostics);
            } else {
                feature(name, map, diagnostics);
            }
        });
    }

    private void meter(String name, Mapping map, Diagnostics diagnostics) {
        String what = "meter '" + name + "'";
        Fields fields = new Fields(map, what, Set.of("unit", "scale", "measure"), diagnostics);
        String unit = fields.text("unit", "what it counts, such as byte");
        Long scale = fields.optionalInteger("scale", 0, Meter.MAX_SCALE);
        Measure measure = fields.has("measure") ? measure(name, what, fields, diagnostics) : null;
        meters.put(name, new Meter(name, unit == null ? "" : unit, scale == null ? 0 : scale.intValue(), measure));
    }

    private @Nullable Measure measure(String name, String what, Fields fields, Diagnostics diagnostics) {
        Measure measure = fields.choice("measure", MEASURES);
        if (name.equals(Charge.CALLS)) {
            diagnostics.add(fields.at("measure"), what + " is built in and counts calls, expected no 'measure'");
            return null;
        }
        if (measure != null && meters.values().stream().anyMatch(other -> other.measure() == measure)) {
            diagnostics.add(fields.at("measure"), what + " measures what another meter does, expected one of them");
            return null;
        }
        return measure;
    }

    private void feature(String name, Mapping map, Diagnostics diagnostics) {
        String what = "feature '" + name + "'";
        Fields fields = new Fields(map, what, Set.of("description", "rollout"), diagnostics);
        fields.optionalText("description", "a text");
        Mapping rollout = fields.mapping("rollout");
        if (rollout == null) {
            return;
        }
        Fields of = new Fields(rollout, "the rollout of " + what, ROLLOUT, diagnostics);
        Long percent = of.optionalInteger("percent", 0, Rollout.EVERYBODY);
        of.choice("by", Map.of("customer", name));
        Set<String> customers = customers(of);
        Instant from = instant(of, "from");
        Instant until = instant(of, "until");
        if (from != null && until != null && !from.isBefore(until)) {
            diagnostics.add(of.at("until"), "the rollout of " + what + " ends before it begins, expected 'from' first");
        }
        int part = percent != null ? percent.intValue() : customers.isEmpty() ? Rollout.EVERYBODY : 0;
        rollouts.put(name, new FeatureRollout(part, customers, of.flag("off"), from, until));
    }

    private static Set<String> customers(Fields rollout) {
        List<Node> items = rollout.list("customers");
        if (items.size() > MOST_CUSTOMERS) {
            rollout.wrong(rollout.at("customers"), "customers", "expected at most " + MOST_CUSTOMERS);
        }
        return rollout.texts(items, "a customer");
    }

    private static @Nullable Instant instant(Fields rollout, String key) {
        return rollout.has(key)
                ? rollout.parsed(key, "an instant such as 2026-12-01T00:00:00Z", CatalogNames::instant)
                : null;
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "got '" + text + "', expected an instant such as 2026-12-01T00:00:00Z", e);
        }
    }
}
