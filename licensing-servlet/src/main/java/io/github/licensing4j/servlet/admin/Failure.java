package io.github.licensing4j.servlet.admin;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_EMPTY;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A failed request, rendered as a problem document.
 *
 * @param status the HTTP status
 * @param code the code for programs, such as {@code field-invalid}
 * @param title the constant title for people
 * @param detail what happened, in one sentence without secrets
 * @param errors the invalid members of the request
 * @param id the id of the result of the same earlier request, null if there is none
 */
record Failure(
        int status,
        String code,
        String title,
        String detail,
        List<FieldErrorJson> errors,
        @Nullable String id) {

    /** A problem (RFC 9457). */
    record ProblemJson(
            URI type,
            String title,
            int status,
            String detail,
            String code,
            @JsonInclude(NON_EMPTY) List<FieldErrorJson> errors,
            @Nullable String id) {}

    /** An invalid member of a request. */
    record FieldErrorJson(String field, String message) {}

    static Failure unreadable(String detail) {
        return FailureType.REQUEST_INVALID.failure(detail);
    }

    /** Returns the same failure with the invalid member of the request. */
    Failure blaming(String field, String message) {
        FieldErrorJson error = new FieldErrorJson(field, ReceivedText.withoutSecrets(message));
        return new Failure(status, code, title, detail, List.of(error), id);
    }

    /** Returns the same failure with the id of the result of the same earlier request. */
    Failure withId(String earlier) {
        return new Failure(status, code, title, detail, errors, earlier);
    }

    /** Renders the problem document (RFC 9457). A secret that was sent in the wrong place is not repeated. */
    ProblemJson problem(String base) {
        return new ProblemJson(
                URI.create(base + code), title, status, ReceivedText.withoutSecrets(detail), code, errors, id);
    }
}
