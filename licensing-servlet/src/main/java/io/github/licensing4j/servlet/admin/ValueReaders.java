package io.github.licensing4j.servlet.admin;

import io.github.licensing4j.admin.LicenseUpdate.Patch;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.node.ObjectNode;

/** Reads the values of request members. Each reader states the expected form if a value has another. */
final class ValueReaders {
    private static final int MAX_DIGITS = 40;

    private ValueReaders() {}

    /** Returns the error of a value that has not the expected form. */
    static JacksonException invalid(JsonParser parser, String message) {
        return MismatchedInputException.from(parser, Object.class, message);
    }

    /** Reads a text and parses it. */
    static final class TextReader<T> extends ValueDeserializer<T> {
        private final String expected;
        private final Function<String, T> parse;

        TextReader(String expected, Function<String, T> parse) {
            this.expected = expected;
            this.parse = parse;
        }

        /** Returns a reader of the texts of an enum. */
        static <E extends Enum<E>> TextReader<E> choice(Class<E> type) {
            List<E> values = List.of(type.getEnumConstants());
            List<String> texts = values.stream().map(Json::text).toList();
            int last = texts.size() - 1;
            String expected = String.join(", ", texts.subList(0, last)) + " or " + texts.get(last);
            return new TextReader<>(expected, text -> {
                int index = texts.indexOf(text);
                if (index < 0) {
                    throw new IllegalArgumentException(text);
                }
                return values.get(index);
            });
        }

        @Override
        public T deserialize(JsonParser parser, DeserializationContext context) {
            if (!parser.hasToken(JsonToken.VALUE_STRING)) {
                throw invalid(parser, "expected text");
            }
            try {
                return parse.apply(parser.getString());
            } catch (DateTimeException | IllegalArgumentException | ArithmeticException e) {
                throw invalid(parser, "expected " + expected);
            }
        }
    }

    /** Reads true or false. */
    static final class FlagReader extends ValueDeserializer<Boolean> {

        @Override
        public Boolean deserialize(JsonParser parser, DeserializationContext context) {
            return switch (parser.currentToken()) {
                case VALUE_TRUE -> true;
                case VALUE_FALSE -> false;
                default -> throw invalid(parser, "expected true or false");
            };
        }
    }

    /** Reads a number with all its digits, of which there are at most {@value #MAX_DIGITS}. */
    static final class NumberReader extends ValueDeserializer<BigDecimal> {

        @Override
        public BigDecimal deserialize(JsonParser parser, DeserializationContext context) {
            if (!parser.currentToken().isNumeric()) {
                throw invalid(parser, "expected a number");
            }
            BigDecimal number = parser.getDecimalValue();
            // Writing out 1E+999999999 would exhaust the memory.
            if (number.precision() > MAX_DIGITS || Math.abs((long) number.scale()) > MAX_DIGITS) {
                throw invalid(parser, "expected a number of at most " + MAX_DIGITS + " digits");
            }
            return number;
        }
    }

    /** Reads a whole number from 0 to a maximum. */
    static final class WholeReader extends ValueDeserializer<Integer> {
        private static final NumberReader NUMBER = new NumberReader();

        private final int max;

        WholeReader(int max) {
            this.max = max;
        }

        @Override
        public Integer deserialize(JsonParser parser, DeserializationContext context) {
            BigDecimal number = NUMBER.deserialize(parser, context);
            if (number.stripTrailingZeros().scale() > 0
                    || number.signum() < 0
                    || number.compareTo(BigDecimal.valueOf(max)) > 0) {
                throw invalid(parser, "expected a whole number from 0 to " + max);
            }
            return number.intValueExact();
        }
    }

    /** Reads a list of texts; an absent one is empty. */
    static final class ListReader extends ValueDeserializer<List<String>> {

        @Override
        public List<String> getNullValue(DeserializationContext context) {
            return List.of();
        }

        @Override
        public List<String> deserialize(JsonParser parser, DeserializationContext context) {
            JsonNode items = context.readTree(parser);
            if (!items.isArray() || !items.valueStream().allMatch(JsonNode::isString)) {
                throw invalid(parser, "expected a list of texts");
            }
            return items.valueStream().map(JsonNode::stringValue).toList();
        }
    }

    /** Reads a list of objects as records; an absent one is empty. */
    static final class RecordListReader extends ValueDeserializer<List<?>> {
        private final JavaType content;

        RecordListReader(JavaType content) {
            this.content = content;
        }

        @Override
        public List<?> getNullValue(DeserializationContext context) {
            return List.of();
        }

        @Override
        public List<?> deserialize(JsonParser parser, DeserializationContext context) {
            JsonNode items = context.readTree(parser);
            if (!items.isArray()) {
                throw invalid(parser, "expected a list of objects");
            }
            List<Object> records = new ArrayList<>();
            for (JsonNode item : items) {
                try {
                    records.add(context.readTreeAsValue(item, content));
                } catch (JacksonException e) {
                    throw e.prependPath(records, Integer.toString(records.size()));
                }
            }
            return List.copyOf(records);
        }
    }

    /** Reads a list of texts without its duplicates; an absent one is empty. */
    static final class SetReader extends ValueDeserializer<Set<String>> {
        private static final ListReader LIST = new ListReader();

        @Override
        public Set<String> getNullValue(DeserializationContext context) {
            return Set.of();
        }

        @Override
        public Set<String> deserialize(JsonParser parser, DeserializationContext context) {
            return new LinkedHashSet<>(LIST.deserialize(parser, context));
        }
    }

    /** Reads an object with free names and text values; an absent one is empty. */
    static final class MapReader extends ValueDeserializer<Map<String, String>> {

        @Override
        public Map<String, String> getNullValue(DeserializationContext context) {
            return Map.of();
        }

        @Override
        public Map<String, String> deserialize(JsonParser parser, DeserializationContext context) {
            Map<String, String> texts = new LinkedHashMap<>();
            object(parser, context).forEachEntry((name, value) -> {
                if (!value.isString()) {
                    throw invalid(parser, "expected text").prependPath(texts, name);
                }
                texts.put(name, value.stringValue());
            });
            return texts;
        }
    }

    /** Reads an object whose members the catalog checks. */
    static final class OverridesReader extends ValueDeserializer<Overrides> {

        @Override
        public Overrides deserialize(JsonParser parser, DeserializationContext context) {
            return new Overrides(object(parser, context));
        }
    }

    /** Reads a public key, which the license management checks. */
    static final class JwkReader extends ValueDeserializer<Jwk> {

        @Override
        public Jwk deserialize(JsonParser parser, DeserializationContext context) {
            return new Jwk(object(parser, context));
        }
    }

    /** Reads a value that may be absent, null or set. */
    static final class PatchReader extends ValueDeserializer<Patch<?>> {
        private final JavaType content;

        PatchReader(JavaType content) {
            this.content = content;
        }

        @Override
        public Patch<?> getAbsentValue(DeserializationContext context) {
            return new Patch.Kept<>();
        }

        @Override
        public Patch<?> getNullValue(DeserializationContext context) {
            return new Patch.Cleared<>();
        }

        @Override
        public Patch<?> deserialize(JsonParser parser, DeserializationContext context) {
            return new Patch.Assigned<>(
                    context.findContextualValueDeserializer(content, null).deserialize(parser, context));
        }
    }

    /** Returns the object at which a parser is. */
    static ObjectNode object(JsonParser parser, DeserializationContext context) {
        if (context.readTree(parser) instanceof ObjectNode object) {
            return object;
        }
        throw invalid(parser, "expected an object");
    }
}
