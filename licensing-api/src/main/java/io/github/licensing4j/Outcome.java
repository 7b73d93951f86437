package io.github.licensing4j;

/**
 * How a call ended.
 *
 * @param status the HTTP status that was sent, or, where nothing was sent, the one that stands for what happened
 * @param responseBytes bytes of body written, 0 where nobody counted
 * @param requestBytes bytes of body read, 0 where nobody counted
 * @param cpuNanos nanoseconds of processor time, 0 where nobody measured
 */
public record Outcome(int status, long responseBytes, long requestBytes, long cpuNanos) {

    /** An outcome of which nothing but the answer was measured. */
    public Outcome(int status, long responseBytes) {
        this(status, responseBytes, 0, 0);
    }
}
