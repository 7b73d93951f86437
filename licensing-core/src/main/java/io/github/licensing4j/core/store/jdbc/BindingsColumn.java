package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.CallerBindings;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Converts the bindings of a license to and from a JSON column. */
final class BindingsColumn {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final TypeReference<TreeMap<String, List<String>>> KINDS = new TypeReference<>() {};

    private BindingsColumn() {}

    /** Returns null if there are none. */
    static @Nullable String write(CallerBindings bindings) {
        if (bindings.areNone()) {
            return null;
        }
        Map<String, List<String>> kinds = new TreeMap<>();
        kinds.put("ips", bindings.ips());
        kinds.put("devices", sorted(bindings.devices()));
        kinds.put("users", sorted(bindings.users()));
        kinds.put("organisations", sorted(bindings.organisations()));
        kinds.values().removeIf(List::isEmpty);
        return MAPPER.writeValueAsString(kinds);
    }

    private static List<String> sorted(Set<String> names) {
        return List.copyOf(new TreeSet<>(names));
    }

    /** @throws IllegalArgumentException if the column holds no bindings, or a kind that this version does not check */
    static CallerBindings read(@Nullable String column) {
        if (column == null) {
            return CallerBindings.none();
        }
        Map<String, List<String>> kinds = kinds(column);
        CallerBindings bindings = new CallerBindings(
                taken(kinds, "ips"),
                Set.copyOf(taken(kinds, "devices")),
                Set.copyOf(taken(kinds, "users")),
                Set.copyOf(taken(kinds, "organisations")));
        if (!kinds.isEmpty()) {
            throw new IllegalArgumentException("bindings of unknown kinds must not be ignored: " + kinds.keySet());
        }
        return bindings;
    }

    private static List<String> taken(Map<String, List<String>> kinds, String kind) {
        List<String> names = kinds.remove(kind);
        return names == null ? List.of() : names;
    }

    private static Map<String, List<String>> kinds(String column) {
        try {
            return MAPPER.readValue(column, KINDS);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("an object of lists was expected", e);
        }
    }
}
