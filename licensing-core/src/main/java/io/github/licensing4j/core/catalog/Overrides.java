package io.github.licensing4j.core.catalog;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The deviations of one contract from its plan.
 *
 * @param features names to add, {@code +export.csv}, and to remove, {@code -export.csv}; removal wins
 * @param limits by name of a limit of the plan, the members to change or {@code none} to remove it, as parsed from
 *     JSON: maps, lists, text, numbers, booleans and null
 * @param price the price of the contract, null for that of the plan
 */
public record Overrides(
        List<String> features,
        Map<String, Object> limits,
        @Nullable Price price) {
    private static final Overrides NONE = new Overrides(List.of(), Map.of(), null);

    public Overrides {
        features = List.copyOf(features);
        // Not Map.copyOf: a null in a token is the caller's mistake, to be refused like any other wrong value.
        limits = Collections.unmodifiableMap(new LinkedHashMap<>(limits));
    }

    /** Changes only features and limits, as a token can. */
    public Overrides(List<String> features, Map<String, Object> limits) {
        this(features, limits, null);
    }

    /** Returns overrides that change nothing. */
    public static Overrides none() {
        return NONE;
    }

    /**
     * Parses the stored overrides of a contract: a JSON object with {@code features}, {@code limits} and {@code price},
     * each of which may be absent.
     *
     * @param json null for a contract that changes nothing
     * @throws CatalogException if it is no such object
     */
    public static Overrides parse(@Nullable String json) {
        return json == null ? NONE : OverridesReader.read(json);
    }

    /**
     * Checks that the price of a new contract can be paid. Prices of stored contracts are not checked.
     *
     * @throws CatalogException if it has more digits than the minor unit of its currency, or that has none
     */
    public void checkPrice() {
        if (price != null) {
            OverridesReader.checkPrice(price);
        }
    }

    /** Returns these overrides without limits, to compute what another plan would include. */
    public Overrides featuresOnly() {
        return limits.isEmpty() ? this : new Overrides(features, Map.of(), null);
    }

    boolean isNone() {
        return features.isEmpty() && limits.isEmpty();
    }
}
