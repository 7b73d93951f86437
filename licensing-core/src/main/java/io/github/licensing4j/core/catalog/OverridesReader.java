package io.github.licensing4j.core.catalog;

import io.github.licensing4j.ContractPeriod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Parses the overrides of a stored contract. Their names are checked when they are applied to a plan. */
final class OverridesReader {
    private static final String WHERE = "license overrides";
    private static final Set<String> MEMBERS = Set.of("features", "limits", "price");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private OverridesReader() {}

    static Overrides read(String json) {
        Map<?, ?> members;
        try {
            members = JSON.readValue(json, Map.class);
        } catch (JacksonException e) {
            throw wrong("expected a JSON object, " + e.getOriginalMessage());
        }
        for (Object member : members.keySet()) {
            if (!MEMBERS.contains(member)) {
                throw wrong("unknown member '" + member + "', expected "
                        + String.join(", ", List.of("features", "limits", "price")));
            }
        }
        return new Overrides(
                features(members.get("features")), limits(members.get("limits")), price(members.get("price")));
    }

    private static List<String> features(@Nullable Object value) {
        List<String> features = new ArrayList<>();
        if (value != null && !(value instanceof List)) {
            throw wrong("'features' is no list, expected names such as +export.csv");
        }
        for (Object feature : value == null ? List.of() : (List<?>) value) {
            if (!(feature instanceof String name)) {
                throw wrong("a feature is no text, expected a name such as +export.csv");
            }
            features.add(name);
        }
        return features;
    }

    @SuppressWarnings("unchecked") // The keys of a JSON object are text.
    private static Map<String, Object> limits(@Nullable Object value) {
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof Map)) {
            throw wrong("'limits' is no object, expected changes by the name of a limit");
        }
        return (Map<String, Object>) value;
    }

    private static @Nullable Price price(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (!(value instanceof Map<?, ?> price)
                || !(price.get("amount") instanceof String amount)
                || !(price.get("per") instanceof String per)
                || price.size() != 2) {
            throw wrong("'price' is not of the form {\"amount\": \"49.00 USD\", \"per\": \"P1M\"}");
        }
        try {
            return new Price(CatalogScalars.money(amount), ContractPeriod.parse(per));
        } catch (IllegalArgumentException e) {
            throw wrong("'price': " + e.getMessage());
        }
    }

    static void checkPrice(Price price) {
        try {
            CatalogScalars.price(price.amount().toString());
        } catch (IllegalArgumentException e) {
            throw wrong("'price': " + e.getMessage());
        }
    }

    private static CatalogException wrong(String message) {
        return new CatalogException(List.of(new CatalogProblem(WHERE, 0, 0, message)));
    }
}
