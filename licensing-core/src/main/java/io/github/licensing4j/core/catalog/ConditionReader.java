package io.github.licensing4j.core.catalog;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.catalog.Node.Mapping;
import io.github.licensing4j.core.catalog.Node.Scalar;
import io.github.licensing4j.core.catalog.Node.ScalarType;
import io.github.licensing4j.core.condition.Condition;
import io.github.licensing4j.core.condition.ConditionCompiler;
import io.github.licensing4j.core.condition.ConditionSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the conditions of endpoint rules and limits: {@code when}, and the header fields that it may read, {@code headers}. */
final class ConditionReader {
    /** The keys of a condition. */
    static final Set<String> KEYS = Set.of("when", "headers");

    /** The most different conditions of one catalog. */
    private static final int MAX_CONDITIONS = 500;

    private static final int MAX_HEADERS = 16;

    /** A header field name is a token (RFC 9110 section 5.6.2). */
    private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}");

    /** Header fields that carry credentials, which a condition must not see. */
    private static final List<String> SECRET =
            List.of("authorization", "proxy-authorization", "cookie", "x-api-key", "license-token", "dpop");

    private final Diagnostics diagnostics;
    /** Plans inherit limits, so that the same condition is read once a plan. */
    private final Map<ConditionSource, Condition> compiled = new HashMap<>();

    ConditionReader(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    /** Returns the conditions of limits by the name of the limit; limits without one are left out. */
    Map<String, Condition> ofLimits(Map<String, Mapping> written) {
        Map<String, Condition> conditions = new LinkedHashMap<>();
        written.forEach((name, limit) -> {
            Fields fields =
                    new Fields(limit, "limit '" + name + "'", limit.members().keySet(), diagnostics);
            Condition condition = read(fields, Map.of());
            if (condition != null) {
                conditions.put(name, condition);
            }
        });
        return conditions;
    }

    /**
     * Returns the condition of a rule or limit, null if it has none or a wrong one.
     *
     * @param pathVariables the index of the path segment of each variable, by its name
     */
    @Nullable
    Condition read(Fields fields, Map<String, Integer> pathVariables) {
        List<String> headers = headers(fields);
        if (!fields.has("when")) {
            if (fields.has("headers")) {
                fields.wrong(fields.at("headers"), "'headers'", "only 'when' reads header fields, and there is none");
            }
            return null;
        }
        return fields.parsed(
                "when",
                "a condition, such as request.method == 'GET'",
                text -> compile(new ConditionSource(text.strip(), headers, pathVariables)));
    }

    private Condition compile(ConditionSource source) {
        Condition known = compiled.get(source);
        if (known != null) {
            return known;
        }
        if (compiled.size() >= MAX_CONDITIONS) {
            throw new IllegalArgumentException("the catalog has more than " + MAX_CONDITIONS + " different conditions");
        }
        try {
            Condition condition = ConditionCompiler.compile(source);
            compiled.put(source, condition);
            return condition;
        } catch (LicensingException e) {
            throw new IllegalArgumentException(
                    e.getMessage() + "; add " + ConditionCompiler.ARTIFACT + " to the dependencies of the host", e);
        }
    }

    private List<String> headers(Fields fields) {
        List<Node> items = fields.list("headers");
        if (items.size() > MAX_HEADERS) {
            fields.wrong(
                    fields.at("headers"),
                    "'headers'",
                    "it lists " + items.size() + " header fields, expected at most " + MAX_HEADERS);
            return List.of();
        }
        List<String> names = new ArrayList<>();
        for (Node item : items) {
            String name = item instanceof Scalar scalar && scalar.type() == ScalarType.TEXT
                    ? scalar.text().toLowerCase(Locale.ROOT)
                    : "";
            if (!HEADER.matcher(name).matches()) {
                fields.wrong(item.at(), "'headers'", item.shown() + " is no name of a header field, such as x-region");
            } else if (SECRET.contains(name)) {
                fields.wrong(item.at(), "'headers'", "'" + name + "' carries credentials, which no condition may read");
            } else {
                names.add(name);
            }
        }
        return names;
    }
}
