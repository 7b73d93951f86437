package io.github.licensing4j;

/**
 * The outcome of a call.
 *
 * @param status the HTTP status that was sent or, if nothing was sent, the equivalent one
 * @param responseBytes bytes of body written, 0 if not counted
 * @param requestBytes bytes of body read, 0 if not counted
 * @param cpuNanos nanoseconds of processor time, 0 if not measured
 */
public record Outcome(int status, long responseBytes, long requestBytes, long cpuNanos) {

    /** Creates an outcome with status and response bytes only. */
    public Outcome(int status, long responseBytes) {
        this(status, responseBytes, 0, 0);
    }
}
