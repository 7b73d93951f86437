package io.github.licensing4j.servlet.admin;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON in and out. */
final class Json {
    static final int MAX_BYTES = 64 * 1024;

    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Json() {}

    /** The members of the request's body; an absent body has none. */
    static Body body(HttpServletRequest request, Set<String> known) throws IOException {
        byte[] bytes = bytes(request, MAX_BYTES);
        if (bytes.length == 0) {
            return new Body("", Map.of(), known);
        }
        String type = request.getContentType();
        if (type != null && !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
            throw new FailureException(Failure.of(
                    415, "media-type-unsupported", "Media type unsupported", "The body is not application/json."));
        }
        try {
            Object read = MAPPER.readValue(bytes, Object.class);
            if (read instanceof Map<?, ?> members) {
                return new Body("", members, known);
            }
            throw new FailureException(Failure.unreadable("The body is no JSON object."));
        } catch (JacksonException e) {
            throw new FailureException(Failure.unreadable("The body is not well-formed JSON: " + where(e)));
        }
    }

    private static String where(JacksonException e) {
        return e.getLocation() == null
                ? "it ends too early."
                : "line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ".";
    }

    /** The request's body, refused if it is longer than it may be. */
    static byte[] bytes(HttpServletRequest request, int max) throws IOException {
        byte[] bytes = request.getInputStream().readNBytes(max + 1);
        if (bytes.length > max) {
            throw new FailureException(
                    Failure.of(413, "body-too-large", "Body too large", "The body is longer than " + max + " bytes."));
        }
        return bytes;
    }
}
