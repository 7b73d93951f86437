package io.github.licensing4j.servlet.admin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A failed request, rendered as a problem document.
 *
 * @param status the HTTP status
 * @param code the code for programs, such as {@code field-invalid}
 * @param title the constant title for people
 * @param detail what happened, in one sentence without secrets
 * @param members additional members by name
 */
record Failure(int status, String code, String title, String detail, Map<String, Object> members) {

    static Failure of(int status, String code, String title, @Nullable String detail) {
        return new Failure(status, code, title, String.valueOf(detail), Map.of());
    }

    static Failure unreadable(String detail) {
        return of(400, "request-invalid", "Request invalid", detail);
    }

    /** Returns the same failure with the invalid member of the request. */
    Failure blaming(String field, String message) {
        Map<String, Object> more = new LinkedHashMap<>(members);
        more.put("errors", List.of(Map.of("field", field, "message", ReceivedText.withoutSecrets(message))));
        return new Failure(status, code, title, detail, more);
    }

    /** Renders the problem document (RFC 9457). A secret that was sent in the wrong place is not repeated. */
    Map<String, Object> problem(String base) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", base + code);
        problem.put("title", title);
        problem.put("status", status);
        problem.put("detail", ReceivedText.withoutSecrets(detail));
        problem.put("code", code);
        problem.putAll(members);
        return problem;
    }
}
