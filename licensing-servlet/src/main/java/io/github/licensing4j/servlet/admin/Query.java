package io.github.licensing4j.servlet.admin;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the parameters of a query strictly: an unknown parameter would be a filter without effect. */
final class Query {
    private static final int MAX = 500;

    private final Map<String, String[]> parameters;

    /** @param known the allowed parameters */
    Query(Map<String, String[]> parameters, Set<String> known) {
        this.parameters = parameters;
        for (String name : parameters.keySet()) {
            if (!known.contains(name)) {
                throw wrong(
                        ReceivedText.isName(name) ? name : "query",
                        "unknown parameter, expected "
                                + (known.isEmpty()
                                        ? "none"
                                        : String.join(
                                                ", ", known.stream().sorted().toList())));
            }
        }
    }

    /**
     * Reads the parameters of a request's query. Containers fail differently if it is not percent-encoded UTF-8, has a
     * parameter without a name, or has too many.
     *
     * @throws FailureException with status 400 if it cannot be read
     */
    static Map<String, String[]> parameters(HttpServletRequest request) {
        String query = request.getQueryString();
        if (query != null && !isEncodedUtf8(query)) {
            throw new FailureException(Failure.unreadable("The query is not percent-encoded UTF-8."));
        }
        if (query != null && (query.startsWith("=") || query.contains("&="))) {
            throw new FailureException(Failure.unreadable("The query has a parameter without a name."));
        }
        try {
            return request.getParameterMap();
        } catch (RuntimeException e) {
            // Tomcat, Jetty and Undertow throw different exceptions without a common type.
            throw new FailureException(
                    Failure.unreadable("The query cannot be read: it may have too many parameters."));
        }
    }

    private static boolean isEncodedUtf8(String query) {
        byte[] decoded = new byte[query.length()];
        int length = 0;
        for (int at = 0; at < query.length(); at++) {
            int value = query.charAt(at);
            if (value == '%') {
                value = at + 2 < query.length()
                        ? 16 * Character.digit(query.charAt(at + 1), 16) + Character.digit(query.charAt(at + 2), 16)
                        : -1;
                at += 2;
            }
            if (value < 0 || value > 0xff) {
                return false;
            }
            decoded[length++] = (byte) value;
        }
        try {
            var unused = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(decoded, 0, length));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** Returns a parameter, null if it is absent or empty. */
    @Nullable
    String text(String name) {
        String[] values = parameters.get(name);
        if (values == null) {
            return null;
        }
        if (values.length > 1) {
            throw wrong(name, "it is present " + values.length + " times, expected once");
        }
        String value = values[0];
        if (value.length() > MAX || !ReceivedText.isPlain(value)) {
            throw wrong(name, "expected at most " + MAX + " characters without control characters");
        }
        return value.isEmpty() ? null : value;
    }

    private static FailureException wrong(String field, String message) {
        return new FailureException(Failure.unreadable(field + ": " + message).blaming(field, message));
    }
}
