package io.github.licensing4j.core.catalog;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value of a text with its position, for the messages of later checks. */
sealed interface Node {

    SourcePosition at();

    /** Returns a description for messages, such as {@code the text 'x'} or {@code a list}. */
    String shown();

    /** The type of a scalar. */
    enum ScalarType {
        TEXT("the text '%s'"),
        INTEGER("%s"),
        DECIMAL("the decimal number %s"),
        BOOLEAN("%s"),
        NOTHING("nothing");

        private final String form;

        ScalarType(String form) {
            this.form = form;
        }
    }

    /**
     * A single value.
     *
     * @param text as it was written, without quotes
     */
    record Scalar(SourcePosition at, ScalarType type, String text) implements Node {
        @Override
        public String shown() {
            return type.form.formatted(text);
        }
    }

    /** A list. */
    record Sequence(SourcePosition at, List<Node> items) implements Node {
        @Override
        public String shown() {
            return "a list";
        }
    }

    /** A map, in the order it was written. */
    record Mapping(SourcePosition at, Map<String, Member> members) implements Node {
        @Override
        public String shown() {
            return "a map";
        }

        @Nullable
        Node get(String key) {
            Member member = members.get(key);
            return member == null ? null : member.value();
        }
    }

    /** One entry of a map. */
    record Member(SourcePosition at, Node value) {}

    /** Converts plain Java values, for example a token's parsed claims, without positions. */
    static Node of(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Member> members = new LinkedHashMap<>();
            map.forEach(
                    (key, member) -> members.put(String.valueOf(key), new Member(SourcePosition.NOWHERE, of(member))));
            return new Mapping(SourcePosition.NOWHERE, members);
        }
        if (value instanceof List<?> list) {
            return new Sequence(
                    SourcePosition.NOWHERE, list.stream().map(Node::of).toList());
        }
        return new Scalar(SourcePosition.NOWHERE, typeOf(value), textOf(value));
    }

    /**
     * Returns a number in plain notation; one with an excessive exponent is returned unchanged, and refused as an
     * amount.
     */
    private static String textOf(@Nullable Object value) {
        return value instanceof BigDecimal number && Math.abs((long) number.scale()) <= 40
                ? number.toPlainString()
                : String.valueOf(value);
    }

    private static ScalarType typeOf(@Nullable Object value) {
        if (value == null) {
            return ScalarType.NOTHING;
        }
        if (value instanceof Boolean) {
            return ScalarType.BOOLEAN;
        }
        if (value instanceof Float || value instanceof Double || value instanceof BigDecimal) {
            return ScalarType.DECIMAL;
        }
        return value instanceof Number ? ScalarType.INTEGER : ScalarType.TEXT;
    }
}
