package io.github.licensing4j;

import org.jspecify.annotations.Nullable;

/**
 * The outcome of a call.
 *
 * @param status the HTTP status that was sent or, if nothing was sent, the equivalent one
 * @param responseBytes bytes of body written, 0 if not counted
 * @param requestBytes bytes of body read, 0 if not counted
 * @param cpuNanos nanoseconds of processor time, 0 if not measured
 * @param missingPath the path of an HTTP request that was answered 404, null otherwise; only counted, to find callers that try many
 */
public record Outcome(
        int status,
        long responseBytes,
        long requestBytes,
        long cpuNanos,
        @Nullable String missingPath) {

    /** Creates an outcome without a missing path. */
    public Outcome(int status, long responseBytes, long requestBytes, long cpuNanos) {
        this(status, responseBytes, requestBytes, cpuNanos, null);
    }

    /** Returns this outcome with the path of a request that was answered 404. */
    public Outcome missing(String path) {
        return new Outcome(status, responseBytes, requestBytes, cpuNanos, path);
    }

    /** Creates an outcome with status and response bytes only. */
    public Outcome(int status, long responseBytes) {
        this(status, responseBytes, 0, 0);
    }
}
