package io.github.licensing4j.core.catalog;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one contract changes of its plan.
 *
 * @param features names to add, {@code +export.csv}, and to take away, {@code -export.csv}; taking away wins
 * @param limits by name of a limit of the plan, the members to change or {@code none} to remove it, as parsed from JSON:
 *     maps, lists, text, numbers, booleans and null
 */
public record Overrides(List<String> features, Map<String, Object> limits) {
    private static final Overrides NONE = new Overrides(List.of(), Map.of());

    public Overrides {
        features = List.copyOf(features);
        // Not Map.copyOf: a null in a token is the caller's mistake, to be refused like any other wrong value.
        limits = Collections.unmodifiableMap(new LinkedHashMap<>(limits));
    }

    /** Changes nothing. */
    public static Overrides none() {
        return NONE;
    }

    /** The same without what it changes of limits, for asking what another plan would include. */
    public Overrides featuresOnly() {
        return limits.isEmpty() ? this : new Overrides(features, Map.of());
    }

    boolean isNone() {
        return features.isEmpty() && limits.isEmpty();
    }
}
