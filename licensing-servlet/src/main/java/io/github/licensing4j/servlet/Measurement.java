package io.github.licensing4j.servlet;

import io.github.licensing4j.Outcome;

/** The measurements of one call. Safe for use by many threads, as async handlers have them. */
final class Measurement {
    private final ByteCount requestBytes = new ByteCount();
    private final ByteCount responseBytes = new ByteCount();
    private volatile long cpuNanos;

    ByteCount requestBytes() {
        return requestBytes;
    }

    ByteCount responseBytes() {
        return responseBytes;
    }

    void cpuNanos(long nanos) {
        cpuNanos = nanos;
    }

    Outcome outcome(int status) {
        return new Outcome(status, responseBytes.bytes(), requestBytes.bytes(), cpuNanos);
    }
}
