package io.github.licensing4j.core.credential.signature;

import io.github.licensing4j.core.credential.TokenFault;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.greenbytes.http.sfv.Item;
import org.greenbytes.http.sfv.StringItem;
import org.jspecify.annotations.Nullable;

/**
 * A component that a signature covers (RFC 9421 §2). Two are the same if their names and parameters are, in any order.
 *
 * @param name the name of a header field in lower case, or of a derived component with its {@code @}
 * @param flags its parameters without a value: {@code sf} or {@code bs}
 * @param key the value of {@code key} (§2.1.2), null if there is none
 * @param queryName the value of {@code name} of {@code @query-param} (§2.2.8), null for other components
 */
record Component(
        String name,
        Set<String> flags,
        @Nullable String key,
        @Nullable String queryName) {

    private static final String QUERY_PARAM = "@query-param";

    Component {
        flags = Set.copyOf(flags);
    }

    /** Reads an item of a covered list. What cannot occur in a request, or is not known, is refused (§2.5). */
    static Component of(Item<?> item) throws TokenFault {
        if (!(item instanceof StringItem text)) {
            throw TokenFault.invalid("a covered component is not a string");
        }
        String name = text.get();
        if (name.isEmpty() || !name.equals(name.toLowerCase(Locale.ROOT))) {
            throw TokenFault.invalid("a covered component has no name in lower case");
        }
        Parameters parameters = new Parameters();
        for (Map.Entry<String, Item<? extends Object>> parameter :
                item.getParams().entrySet()) {
            parameters.read(parameter.getKey(), parameter.getValue());
        }
        return name.startsWith("@") ? derived(name, parameters) : field(name, parameters);
    }

    private static Component derived(String name, Parameters parameters) throws TokenFault {
        boolean isQueryParam = name.equals(QUERY_PARAM);
        if (!parameters.flags.isEmpty() || parameters.values.containsKey("key")) {
            throw TokenFault.invalid("a derived component has a parameter of fields");
        }
        String queryName = parameters.values.get("name");
        if (isQueryParam != (queryName != null)) {
            throw TokenFault.invalid("'name' is missing at @query-param, or present at another component");
        }
        return new Component(name, Set.of(), null, queryName);
    }

    private static Component field(String name, Parameters parameters) throws TokenFault {
        String key = parameters.values.get("key");
        if (parameters.values.containsKey("name")) {
            throw TokenFault.invalid("a field has the parameter 'name'");
        }
        if (parameters.flags.contains("bs") && (parameters.flags.contains("sf") || key != null)) {
            throw TokenFault.invalid("'bs' excludes 'sf' and 'key' (RFC 9421 §2.1)");
        }
        return new Component(name, parameters.flags, key, null);
    }

    boolean isDerived() {
        return name.startsWith("@");
    }

    boolean isStrict() {
        return flags.contains("sf");
    }

    boolean isBytes() {
        return flags.contains("bs");
    }

    /** Returns whether it covers the whole of what it names: not one member, and not one parameter of the query. */
    boolean isWhole() {
        return key == null && queryName == null;
    }

    private static final class Parameters {
        private final Set<String> flags = new HashSet<>();
        private final Map<String, String> values = new HashMap<>();

        void read(String parameter, Item<?> value) throws TokenFault {
            switch (parameter) {
                case "sf", "bs" -> {
                    if (!Boolean.TRUE.equals(value.get())) {
                        throw TokenFault.invalid("'" + parameter + "' is not a flag");
                    }
                    flags.add(parameter);
                }
                case "key", "name" -> {
                    if (!(value instanceof StringItem text)) {
                        throw TokenFault.invalid("'" + parameter + "' is not a string");
                    }
                    values.put(parameter, text.get());
                }
                case "tr" -> throw TokenFault.invalid("it covers a trailer field ('tr'), which is not accepted");
                case "req" ->
                    throw TokenFault.invalid(
                            "it covers a component of another request ('req'), which only a response can");
                default -> throw TokenFault.invalid("a covered component has a parameter that is not known");
            }
        }
    }
}
