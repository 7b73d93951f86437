package io.github.licensing4j.servlet.admin;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The problem types of the admin API and of the routes of callers. */
enum FailureType {
    /** A member or parameter of a request is invalid. */
    FIELD_INVALID(422, "field-invalid", "Field invalid"),

    /** An id or a path does not exist. */
    NOT_FOUND(404, "not-found", "Not found"),

    /** The current state does not allow the request. */
    STATE_CONFLICT(409, "state-conflict", "State conflict"),

    /** Another request changed the same data at the same time. */
    CONCURRENT_CHANGE(409, "concurrent-change", "Concurrent change"),

    /** The data has another revision than the request expects. */
    REVISION_CONFLICT(412, "revision-conflict", "Revision conflict"),

    /** Another request had the same idempotency key. */
    IDEMPOTENCY_KEY_REUSED(422, "idempotency-key-reused", "Idempotency key reused"),

    /** The same request has made a secret before, which is not shown again. */
    ALREADY_CREATED(409, "already-created", "Already created"),

    /** The license store does not answer. */
    STORE_UNAVAILABLE(503, "store-unavailable", "Store unavailable"),

    /** An internal fault, which is logged. */
    FAILED(500, "failed", "Failed"),

    /** The request cannot be read. */
    REQUEST_INVALID(400, "request-invalid", "Request invalid"),

    /** A caller has sent no credential. */
    CREDENTIAL_MISSING(401, "credential-missing", "Credential missing"),

    /** The body is longer than the route accepts. */
    BODY_TOO_LARGE(413, "body-too-large", "Body too large"),

    /** The body has a media type that the route does not accept. */
    MEDIA_TYPE_UNSUPPORTED(415, "media-type-unsupported", "Media type unsupported"),

    /** The request needs If-Match. */
    PRECONDITION_REQUIRED(428, "precondition-required", "Precondition required"),

    /** A page of another origin has sent the request. */
    CROSS_ORIGIN_REFUSED(403, "cross-origin-refused", "Cross-origin request refused"),

    /** The request has no valid credential of an administrator. */
    ADMIN_UNAUTHORIZED(401, "admin-unauthorized", "Unauthorized"),

    /** The credential of the administrator does not allow the request. */
    ADMIN_FORBIDDEN(403, "admin-forbidden", "Forbidden"),

    /** The path does not have this method. */
    METHOD_NOT_ALLOWED(405, "method-not-allowed", "Method not allowed");

    private final int status;
    private final String code;
    private final String title;

    FailureType(int status, String code, String title) {
        this.status = status;
        this.code = code;
        this.title = title;
    }

    /** Returns the HTTP status. */
    int status() {
        return status;
    }

    /** Returns the code for programs, such as {@code field-invalid}. */
    String code() {
        return code;
    }

    /** Returns the constant title for people. */
    String title() {
        return title;
    }

    /** Returns a failure of this type. */
    Failure failure(@Nullable String detail) {
        return new Failure(status, code, title, String.valueOf(detail), List.of(), null);
    }
}
