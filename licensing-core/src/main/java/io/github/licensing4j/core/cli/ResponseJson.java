package io.github.licensing4j.core.cli;

import java.io.IOException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads responses of a service, and prints their values. */
final class ResponseJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private ResponseJson() {}

    /** @throws IOException if it is no JSON */
    static JsonNode read(byte[] content) throws IOException {
        try {
            return MAPPER.readTree(content);
        } catch (JacksonException | NumberFormatException e) {
            // The parser throws the second one for a number whose exponent is no int.
            throw new IOException("the response is no JSON", e);
        }
    }

    /** Returns the text or number of a member as {@link #plain} does. */
    static String text(JsonNode of, String name) {
        return plain(of.path(name));
    }

    /** Removes characters that could manipulate a terminal or begin another line. */
    static String plain(JsonNode value) {
        if (!value.isString() && !value.isNumber()) {
            return "-";
        }
        String text = value.asString().replaceAll("[\\p{Cntrl}\\u0080-\\u009f\\u2028\\u2029\\p{Cf}]", "?");
        return text.isEmpty() ? "-" : text;
    }
}
