package io.github.licensing4j.servlet.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.licensing4j.PlanId;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.ser.std.ToStringSerializer;

/** Reads and writes JSON. */
final class Json {
    static final int MAX_BYTES = 64 * 1024;

    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /** Writes responses, numbers in full with all their digits. */
    static final JsonMapper ANSWERS = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
            .addModule(new SimpleModule()
                    .addSerializer(PlanId.class, ToStringSerializer.instance)
                    .addSerializer(Enum.class, new EnumWriter()))
            .build();

    /** Writes the members of objects in the order of their names. */
    static final JsonMapper CANONICAL =
            JsonMapper.builder().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build();

    private Json() {}

    /** Writes the texts of enums. */
    private static final class EnumWriter extends ValueSerializer<Object> {

        @Override
        public void serialize(Object value, JsonGenerator generator, SerializationContext context) {
            generator.writeString(text((Enum<?>) value));
        }
    }

    /** Returns the text of an enum constant in JSON. */
    static String text(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Reads the request's body as a record; an absent body has no members. */
    static <T extends Record & Request> RequestBody<T> body(HttpServletRequest request, Class<T> type)
            throws IOException {
        ObjectNode members = members(request);
        return new RequestBody<>(RequestReader.read(members, type), members);
    }

    private static ObjectNode members(HttpServletRequest request) throws IOException {
        byte[] bytes = bytes(request, MAX_BYTES);
        if (bytes.length == 0) {
            return MAPPER.createObjectNode();
        }
        refuseUnless(request, Set.of("application/json"));
        refuseUnlessUtf8(bytes);
        try {
            if (MAPPER.readValue(bytes, JsonNode.class) instanceof ObjectNode members) {
                return members;
            }
            throw new FailureException(Failure.unreadable("The body is no JSON object."));
        } catch (JacksonException e) {
            throw new FailureException(Failure.unreadable(
                    e instanceof StreamConstraintsException
                            ? "The body is nested too deep, or has a name or number that is too long."
                            : "The body is not well-formed JSON: " + where(e)));
        } catch (NumberFormatException e) {
            // The parser throws this for an exponent that is no int.
            throw new FailureException(Failure.unreadable("The body has a number whose exponent is too large."));
        }
    }

    /** Refuses a body whose declared media type is none of the expected ones; a missing type is accepted. */
    static void refuseUnless(HttpServletRequest request, Set<String> types) {
        String type = request.getContentType();
        if (type != null && !types.contains(type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))) {
            throw new FailureException(FailureType.MEDIA_TYPE_UNSUPPORTED.failure(
                    "The body is none of " + String.join(", ", new TreeSet<>(types)) + "."));
        }
    }

    /** Refuses malformed UTF-8: the parser would accept overlong forms (RFC 3629 §3). */
    private static void refuseUnlessUtf8(byte[] bytes) {
        try {
            var unused = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        } catch (CharacterCodingException e) {
            throw new FailureException(Failure.unreadable("The body is not UTF-8."));
        }
    }

    private static String where(JacksonException e) {
        return e.getLocation() == null
                ? "it ends too early."
                : "line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ".";
    }

    /** Reads the request's body; refuses one that is longer than the maximum. */
    static byte[] bytes(HttpServletRequest request, int max) throws IOException {
        byte[] bytes = request.getInputStream().readNBytes(max + 1);
        if (bytes.length > max) {
            throw new FailureException(
                    FailureType.BODY_TOO_LARGE.failure("The body is longer than " + max + " bytes."));
        }
        return bytes;
    }
}
