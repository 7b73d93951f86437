package io.github.licensing4j.core.catalog;

import io.github.licensing4j.Meter;
import io.github.licensing4j.core.catalog.Node.Mapping;
import io.github.licensing4j.core.catalog.Node.Scalar;
import io.github.licensing4j.core.catalog.Node.ScalarType;
import io.github.licensing4j.core.catalog.Node.Sequence;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the members of one map by name and type. A missing or mistyped member becomes a problem and null, so that
 * reading continues and finds the rest.
 */
final class Fields {
    /** The largest integer a structured header field can carry (RFC 9651 §3.3.1). */
    static final long MAX_INTEGER = 999_999_999_999_999L;

    private final Mapping map;
    private final String what;
    private final Diagnostics diagnostics;

    /**
     * @param what the description of the map in messages
     * @param known every permitted key; others are problems
     */
    Fields(Mapping map, String what, Set<String> known, Diagnostics diagnostics) {
        this.map = map;
        this.what = what;
        this.diagnostics = diagnostics;
        map.members().forEach((key, member) -> {
            if (!known.contains(key)) {
                diagnostics.unknown(member.at(), "key of " + what, key, known);
            }
        });
    }

    boolean has(String key) {
        return map.get(key) != null;
    }

    /** Returns the position of the value, or of the whole map where it is missing. */
    SourcePosition at(String key) {
        Node value = map.get(key);
        return value == null ? map.at() : value.at();
    }

    /** Returns the member; a problem if there is none. */
    @Nullable
    Node required(String key, String expected) {
        Node value = map.get(key);
        if (value == null) {
            diagnostics.add(map.at(), what + " has no '" + key + "', expected " + expected);
        }
        return value;
    }

    @Nullable
    Node optional(String key) {
        return map.get(key);
    }

    @Nullable
    String text(String key, String expected) {
        return text(required(key, expected), key, expected);
    }

    @Nullable
    String optionalText(String key, String expected) {
        return text(map.get(key), key, expected);
    }

    private @Nullable String text(@Nullable Node value, String key, String expected) {
        if (value == null) {
            return null;
        }
        if (value instanceof Scalar scalar
                && scalar.type() == ScalarType.TEXT
                && !scalar.text().isBlank()) {
            return scalar.text();
        }
        wrong(value, key, expected);
        return null;
    }

    /** Parses a text with a function that throws IllegalArgumentException with the expected form. */
    <T> @Nullable T parsed(String key, String expected, Function<String, T> reader) {
        String text = text(key, expected);
        if (text == null) {
            return null;
        }
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException e) {
            diagnostics.add(at(key), "'" + key + "' of " + what + ": " + e.getMessage());
            return null;
        }
    }

    <T> @Nullable T choice(String key, Map<String, T> choices) {
        String expected = "one of " + String.join(", ", new TreeSet<>(choices.keySet()));
        String text = text(key, expected);
        if (text == null) {
            return null;
        }
        T chosen = choices.get(text);
        if (chosen == null) {
            diagnostics.unknown(at(key), "'" + key + "'", text, choices.keySet());
        }
        return chosen;
    }

    @Nullable
    Long integer(String key, long min, long max) {
        return number(key, PlainNumber.integer(min, max));
    }

    @Nullable
    Long optionalInteger(String key, long min, long max) {
        return number(map.get(key), key, PlainNumber.integer(min, max));
    }

    /** Returns a required amount of a meter, in its smallest unit. */
    @Nullable
    Long amount(String key, long min, Meter meter) {
        return number(key, PlainNumber.amount(min, meter));
    }

    @Nullable
    Long optionalAmount(String key, long min, Meter meter) {
        return number(map.get(key), key, PlainNumber.amount(min, meter));
    }

    private @Nullable Long number(String key, PlainNumber form) {
        return number(required(key, form.expected()), key, form);
    }

    @Nullable
    Long number(@Nullable Node value, String key, PlainNumber form) {
        Long number = form.read(value);
        if (value != null && number == null) {
            wrong(value, key, form.expected());
        }
        return number;
    }

    @Nullable
    Mapping mapping(String key) {
        Node value = map.get(key);
        if (value == null || value instanceof Mapping) {
            return (Mapping) value;
        }
        wrong(value, key, "a map");
        return null;
    }

    /** Returns the items of an optional list, empty where it is missing or is none. */
    List<Node> list(String key) {
        Node value = map.get(key);
        if (value == null) {
            return List.of();
        }
        if (value instanceof Sequence list) {
            return list.items();
        }
        wrong(value, key, "a list");
        return List.of();
    }

    /** Returns an optional true or false, false where it is missing. */
    boolean flag(String key) {
        Node value = map.get(key);
        if (value instanceof Scalar scalar && scalar.type() == ScalarType.BOOLEAN) {
            return Boolean.parseBoolean(scalar.text());
        }
        if (value != null) {
            wrong(value, key, "true or false");
        }
        return false;
    }

    /** Returns the texts of a list that names known things, each once. Unknown ones are problems and left out. */
    Set<String> names(List<Node> items, String kind, Set<String> known) {
        Set<String> names = new LinkedHashSet<>();
        for (Node item : items) {
            String name = item instanceof Scalar scalar && scalar.type() == ScalarType.TEXT ? scalar.text() : null;
            if (name == null) {
                diagnostics.add(item.at(), what + " has " + item.shown() + " as a " + kind + ", expected a name");
            } else if (!known.contains(name)) {
                diagnostics.unknown(item.at(), kind, name, known);
            } else if (!names.add(name)) {
                diagnostics.add(item.at(), what + " names the " + kind + " '" + name + "' twice");
            }
        }
        return names;
    }

    /** Returns the texts of a list, each once. Others are problems and left out. */
    Set<String> texts(List<Node> items, String expected) {
        Set<String> texts = new LinkedHashSet<>();
        for (Node item : items) {
            if (item instanceof Scalar scalar
                    && scalar.type() == ScalarType.TEXT
                    && !scalar.text().isBlank()) {
                texts.add(scalar.text());
            } else {
                diagnostics.add(item.at(), what + " lists " + item.shown() + ", expected " + expected);
            }
        }
        return texts;
    }

    /** Adds a problem of one member. */
    void wrong(SourcePosition at, String member, String problem) {
        diagnostics.add(at, member + " of " + what + ": " + problem);
    }

    void wrong(Node value, String key, String expected) {
        diagnostics.add(value.at(), "'" + key + "' of " + what + " is " + value.shown() + ", expected " + expected);
    }
}
