package io.github.licensing4j.servlet.admin;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parameters of a query, read strictly: one that nobody asked for would be a filter that does not filter. */
final class Query {
    private static final int MAX = 500;

    private final Map<String, String[]> parameters;

    /** @param known the parameters there can be */
    Query(Map<String, String[]> parameters, Set<String> known) {
        this.parameters = parameters;
        for (String name : parameters.keySet()) {
            if (!known.contains(name)) {
                throw wrong(
                        Texts.isName(name) ? name : "query",
                        "there is no such parameter, expected "
                                + String.join(", ", known.stream().sorted().toList()));
            }
        }
    }

    /** A parameter, null if it is absent or empty. */
    @Nullable
    String text(String name) {
        String[] values = parameters.get(name);
        if (values == null) {
            return null;
        }
        if (values.length > 1) {
            throw wrong(name, "it stands there " + values.length + " times, expected once");
        }
        String value = values[0];
        if (value.length() > MAX || !Texts.isPlain(value)) {
            throw wrong(name, "expected at most " + MAX + " characters without control characters");
        }
        return value.isEmpty() ? null : value;
    }

    private static FailureException wrong(String field, String message) {
        return new FailureException(Failure.unreadable(field + ": " + message).blaming(field, message));
    }
}
