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

/** Reads the members of a JSON object strictly: an unknown member is an error that names the known ones. */
final class Body {
    private static final int MAX_DIGITS = 40;

    private final String path;
    private final Map<?, ?> members;

    /**
     * @param path the prefix of member names in errors: empty, or ends with a dot
     * @param known the allowed members
     */
    Body(String path, Map<?, ?> members, Set<String> known) {
        this.path = path;
        this.members = members;
        for (Object name : members.keySet()) {
            if (!known.contains(name)) {
                throw new InvalidFieldException(
                        named(String.valueOf(name)),
                        "unknown member, expected "
                                + String.join(", ", known.stream().sorted().toList()));
            }
        }
    }

    /** Returns a member's name as it may be shown: a text that does not look like a name may be a secret. */
    private String named(String name) {
        return path + (ReceivedText.isName(name) ? name : "(a member)");
    }

    /** Returns the members and values in canonical order, so that equal bodies have equal texts. */
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

    /** Returns a parsed text, null if it is absent. */
    <T> @Nullable T parsed(String name, String expected, Function<String, T> parser) {
        return optionalText(name)
                .map(text -> parse(name, text, expected, parser))
                .orElse(null);
    }

    /** Returns a parsed required text. */
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

    /** Returns a required number, with all its digits. */
    BigDecimal number(String name) {
        Object value = members.get(name);
        if (value == null) {
            throw new InvalidFieldException(path + name, "it is required");
        }
        if (!(value instanceof Number)) {
            throw new InvalidFieldException(path + name, "expected a number");
        }
        BigDecimal number = new BigDecimal(value.toString());
        // Writing out 1E+999999999 would exhaust the memory.
        if (number.precision() > MAX_DIGITS || Math.abs((long) number.scale()) > MAX_DIGITS) {
            throw new InvalidFieldException(path + name, "expected a number of at most " + MAX_DIGITS + " digits");
        }
        return number;
    }

    /** Returns a whole number, or the default if it is absent. */
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

    /** Returns a single text or a list of texts as a list; empty if it is absent. */
    List<String> oneOrMore(String name) {
        return members.get(name) instanceof String one ? List.of(one) : list(name);
    }

    /** Returns the members of a nested object, null if it is absent. */
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

    /** Returns the members of an object with free names and text values. */
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
                        path + name + "." + (ReceivedText.isName(String.valueOf(key)) ? key : "(a member)"),
                        "expected text");
            }
            texts.put(String.valueOf(key), text);
        });
        return texts;
    }

    /** Returns an object as JSON text, null if it is absent. */
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
