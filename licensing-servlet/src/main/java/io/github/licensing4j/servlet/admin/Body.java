package io.github.licensing4j.servlet.admin;

import io.github.licensing4j.admin.InvalidFieldException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The members of a JSON object, read strictly: a member nobody asked for is an error that names the ones there are. */
final class Body {
    private static final int MAX_DIGITS = 40;

    private final String path;
    private final Map<?, ?> members;

    /**
     * @param path what stands before the names of members in errors: empty, or ends with a dot
     * @param known the members there can be
     */
    Body(String path, Map<?, ?> members, Set<String> known) {
        this.path = path;
        this.members = members;
        for (Object name : members.keySet()) {
            if (!known.contains(name)) {
                throw new InvalidFieldException(
                        named(String.valueOf(name)),
                        "there is no such member, expected "
                                + String.join(", ", known.stream().sorted().toList()));
            }
        }
    }

    /** A member's name as it may be repeated: what does not look like one may be a secret. */
    private String named(String name) {
        return path + (Texts.isName(name) ? name : "(a member)");
    }

    /** The same text for the same members and values, in whatever order they came. */
    String canonical() {
        return Json.CANONICAL.writeValueAsString(members);
    }

    boolean has(String name) {
        return members.containsKey(name);
    }

    boolean isNull(String name) {
        return members.get(name) == null;
    }

    String text(String name) {
        return optionalText(name).orElseThrow(() -> new InvalidFieldException(path + name, "it is required"));
    }

    Optional<String> optionalText(String name) {
        Object value = members.get(name);
        if (value != null && !(value instanceof String)) {
            throw new InvalidFieldException(path + name, "expected text");
        }
        return Optional.ofNullable((String) value);
    }

    boolean flag(String name) {
        Object value = members.get(name);
        if (value != null && !(value instanceof Boolean)) {
            throw new InvalidFieldException(path + name, "expected true or false");
        }
        return Boolean.TRUE.equals(value);
    }

    /** A text in a form of its own, null if it is absent. */
    <T> @Nullable T parsed(String name, String expected, Function<String, T> parser) {
        return optionalText(name)
                .map(text -> parse(name, text, expected, parser))
                .orElse(null);
    }

    /** A required text in a form of its own. */
    <T> T requiredParsed(String name, String expected, Function<String, T> parser) {
        return parse(name, text(name), expected, parser);
    }

    private <T> T parse(String name, String text, String expected, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (DateTimeException | IllegalArgumentException | ArithmeticException e) {
            throw new InvalidFieldException(path + name, "expected " + expected);
        }
    }

    /** A required number, with all its digits. */
    BigDecimal number(String name) {
        Object value = members.get(name);
        if (value == null) {
            throw new InvalidFieldException(path + name, "it is required");
        }
        if (!(value instanceof Number)) {
            throw new InvalidFieldException(path + name, "expected a number");
        }
        BigDecimal number = new BigDecimal(value.toString());
        // Whoever writes out 1E+999999999 has no memory left.
        if (number.precision() > MAX_DIGITS || Math.abs((long) number.scale()) > MAX_DIGITS) {
            throw new InvalidFieldException(path + name, "expected a number of at most " + MAX_DIGITS + " digits");
        }
        return number;
    }

    /** A whole number, or the default if it is absent. */
    int whole(String name, int max, int otherwise) {
        if (members.get(name) == null) {
            return otherwise;
        }
        BigDecimal number = number(name);
        if (number.stripTrailingZeros().scale() > 0
                || number.signum() < 0
                || number.compareTo(BigDecimal.valueOf(max)) > 0) {
            throw new InvalidFieldException(path + name, "expected a whole number from 0 to " + max);
        }
        return number.intValueExact();
    }

    Set<String> texts(String name) {
        return new LinkedHashSet<>(list(name));
    }

    List<String> list(String name) {
        Object value = members.get(name);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> items)) {
            throw new InvalidFieldException(path + name, "expected a list of texts");
        }
        List<String> texts = new ArrayList<>();
        for (Object item : items) {
            if (!(item instanceof String text)) {
                throw new InvalidFieldException(path + name, "expected a list of texts");
            }
            texts.add(text);
        }
        return texts;
    }

    /** A text by itself, or a list of texts; empty if it is absent. */
    List<String> oneOrMore(String name) {
        return members.get(name) instanceof String one ? List.of(one) : list(name);
    }

    /** The members of an object within, null if it is absent. */
    @Nullable
    Body object(String name, Set<String> known) {
        Object value = members.get(name);
        if (value == null) {
            return null;
        }
        if (!(value instanceof Map<?, ?> object)) {
            throw new InvalidFieldException(path + name, "expected an object");
        }
        return new Body(path + name + ".", object, known);
    }

    /** The members of an object whose names are free, each a text. */
    Map<String, String> textMap(String name) {
        Object value = members.get(name);
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof Map<?, ?> object)) {
            throw new InvalidFieldException(path + name, "expected an object");
        }
        Map<String, String> texts = new LinkedHashMap<>();
        object.forEach((key, entry) -> {
            if (!(entry instanceof String text)) {
                throw new InvalidFieldException(
                        path + name + "." + (Texts.isName(String.valueOf(key)) ? key : "(a member)"), "expected text");
            }
            texts.put(String.valueOf(key), text);
        });
        return texts;
    }

    /** An object as the text of its JSON, null if it is absent. */
    @Nullable
    String json(String name, JsonMapper mapper) {
        Object value = members.get(name);
        if (value == null) {
            return null;
        }
        if (!(value instanceof Map)) {
            throw new InvalidFieldException(path + name, "expected an object");
        }
        return mapper.writeValueAsString(value);
    }
}
