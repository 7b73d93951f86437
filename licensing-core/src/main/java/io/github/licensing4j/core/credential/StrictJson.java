package io.github.licensing4j.core.credential;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** Reads JSON objects member by member: UTF-8, no member twice at any depth, exact types, no content after the end. */
public final class StrictJson implements AutoCloseable {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(8)
                    .maxNumberLength(40)
                    .build())
            .build();

    private static final int MAX_SCALE = 400;

    private final JsonParser parser;
    private final String part;

    private StrictJson(JsonParser parser, String part) {
        this.parser = parser;
        this.part = part;
    }

    /** Handles each member of the object; it reads the value through the reader. */
    public interface Members {
        void read(String name, StrictJson json) throws TokenFault;
    }

    /** Reads a whole text that is one object. */
    public static void readObject(byte[] utf8, String part, Members members) throws TokenFault {
        // Fixes the encoding by the first two bytes: no byte order mark, no UTF-16 that the parser would detect.
        if (utf8.length < 2 || utf8[0] != '{' || utf8[1] == 0) {
            throw TokenFault.invalid(part + " is not a JSON object");
        }
        requireUtf8(utf8, part);
        try (StrictJson json = new StrictJson(FACTORY.createParser(ObjectReadContext.empty(), utf8), part)) {
            json.parser.nextToken();
            json.readMembers(members);
            if (json.parser.nextToken() != null) {
                throw TokenFault.invalid(part + " goes on after its JSON object");
            }
        } catch (JacksonException e) {
            throw TokenFault.invalid(part + " is not well-formed JSON, or has a member twice");
        }
    }

    /**
     * Refuses what the JSON parser would accept: overlong forms, surrogates, code points past U+10FFFF (RFC 3629 §3).
     */
    private static void requireUtf8(byte[] text, String part) throws TokenFault {
        int at = 0;
        while (at < text.length && text[at] >= 0) {
            at++;
        }
        if (at == text.length) {
            return;
        }
        try {
            var unused = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
        } catch (CharacterCodingException e) {
            throw TokenFault.invalid(part + " is not UTF-8");
        }
    }

    private void readMembers(Members members) throws TokenFault {
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            members.read(wellFormed(name), this);
        }
        if (parser.currentToken() != JsonToken.END_OBJECT) {
            throw TokenFault.invalid(part + " is not well-formed JSON");
        }
    }

    /** Reads the value as an object. */
    public void object(String name, Members members) throws TokenFault {
        require(JsonToken.START_OBJECT, name, "an object");
        readMembers(members);
    }

    /** Reads the value as text of 1 to {@code max} characters, none of them a control character. */
    public String text(String name, int max) throws TokenFault {
        require(JsonToken.VALUE_STRING, name, "a string");
        String text = parser.getString();
        if (text.isEmpty() || text.length() > max || text.chars().anyMatch(Character::isISOControl)) {
            throw TokenFault.invalid(part + ": '" + name + "' is empty, too long or has control characters");
        }
        return wellFormed(text);
    }

    /** Refuses half a surrogate pair, which JSON can escape but UTF-8 cannot encode (RFC 8259 §8.2). */
    private String wellFormed(String text) throws TokenFault {
        if (text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            throw TokenFault.invalid(part + " has half a surrogate pair in a text");
        }
        return text;
    }

    /** Reads the value as a NumericDate (RFC 7519 §2) up to the year 9999, in epoch milliseconds. */
    public long numericDateMillis(String name) throws TokenFault {
        JsonToken token = parser.currentToken();
        if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
            throw TokenFault.invalid(part + ": '" + name + "' is not a number");
        }
        double seconds = parser.getDoubleValue();
        if (!(seconds >= 0 && seconds <= 253_402_300_799.0)) {
            throw outOfRange(name);
        }
        return token == JsonToken.VALUE_NUMBER_INT ? parser.getLongValue() * 1000 : (long) Math.floor(seconds * 1000);
    }

    /** Reads the value as an integer of 0 or more. */
    long index(String name) throws TokenFault {
        require(JsonToken.VALUE_NUMBER_INT, name, "an integer");
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER || parser.getLongValue() < 0) {
            throw outOfRange(name);
        }
        return parser.getLongValue();
    }

    /** Reads the value as an array of texts. */
    List<String> texts(String name, int max) throws TokenFault {
        require(JsonToken.START_ARRAY, name, "an array of strings");
        List<String> texts = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            texts.add(text(name, max));
        }
        return texts;
    }

    /** Returns whether the value is an array. */
    boolean isArray() {
        return parser.currentToken() == JsonToken.START_ARRAY;
    }

    /** Reads the value of any type: maps, lists, text, numbers, booleans and null. */
    public @Nullable Object any(String name) throws TokenFault {
        return switch (parser.currentToken()) {
            case START_OBJECT -> map(name);
            case START_ARRAY -> list(name);
            case VALUE_STRING -> wellFormed(parser.getString());
            case VALUE_NUMBER_INT -> parser.getNumberValue();
            case VALUE_NUMBER_FLOAT -> decimal(name);
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw TokenFault.invalid(part + ": '" + name + "' is not well-formed");
        };
    }

    /** Reads a number as it is written, if a double has such an exponent: larger ones cost memory in computations. */
    private BigDecimal decimal(String name) throws TokenFault {
        BigDecimal value;
        try {
            value = parser.getDecimalValue();
        } catch (NumberFormatException e) {
            // The parser throws this for an exponent that is no int.
            throw outOfRange(name);
        }
        if (Math.abs((long) value.scale()) > MAX_SCALE) {
            throw outOfRange(name);
        }
        return value;
    }

    private TokenFault outOfRange(String name) {
        return TokenFault.invalid(part + ": '" + name + "' is out of range");
    }

    private Map<String, @Nullable Object> map(String name) throws TokenFault {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        object(name, (member, json) -> map.put(member, json.any(member)));
        return map;
    }

    private List<@Nullable Object> list(String name) throws TokenFault {
        List<@Nullable Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(any(name));
        }
        return list;
    }

    /** Skips the value; members in it are still checked for duplicates. */
    public void skip() {
        parser.skipChildren();
    }

    private void require(JsonToken token, String name, String expected) throws TokenFault {
        if (parser.currentToken() != token) {
            throw TokenFault.invalid(part + ": '" + name + "' is not " + expected);
        }
    }

    @Override
    public void close() {
        parser.close();
    }
}
