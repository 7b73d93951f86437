package io.github.licensing4j.servlet;

import io.github.licensing4j.Measure;
import io.github.licensing4j.Outcome;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The measurements of one call: the bytes of its request, and, from its grant on, the bytes of its response and the processor
 * time of the thread that was granted it. Safe for use by many threads, as async handlers have them.
 */
final class Measurement {
    private final ByteCount requestBytes = new ByteCount();
    private final ByteCount responseBytes = new ByteCount();
    private final CpuClock cpu;
    private volatile Set<Measure> granted = Set.of();
    private volatile @Nullable Thread thread;
    private long startNanos;
    private volatile long cpuNanos;

    Measurement(CpuClock cpu) {
        this.cpu = cpu;
    }

    /**
     * Starts the measurement of a granted call.
     *
     * @param before the measurement of its request, null if that was not begun
     * @return null if the grant requires none
     */
    static @Nullable Measurement of(Set<Measure> measures, @Nullable Measurement before, CpuClock cpu) {
        if (measures.isEmpty()) {
            return null;
        }
        Measurement measurement = before == null ? new Measurement(cpu) : before;
        measurement.granted = measures;
        if (measures.contains(Measure.CPU_TIME)) {
            measurement.startNanos = cpu.used();
            measurement.thread = Thread.currentThread();
        }
        return measurement;
    }

    /** Returns the counter of the request's bytes. */
    ByteCount requestBytes() {
        return requestBytes;
    }

    /** Returns the counter of the response's bytes, null if they are not measured. The response to HEAD has no body. */
    @Nullable
    ByteCount responseBytes(HttpServletRequest request) {
        return granted.contains(Measure.RESPONSE_BYTES) && !"HEAD".equals(request.getMethod()) ? responseBytes : null;
    }

    /** Returns a response that counts its bytes, if they are measured. */
    HttpServletResponse countingResponse(HttpServletRequest request, HttpServletResponse response) {
        ByteCount bytes = responseBytes(request);
        return bytes == null ? response : new CountingResponse(response, bytes);
    }

    /** Returns a request that counts its bytes, if any are measured; it starts async cycles with the counting response. */
    HttpServletRequest countingRequest(HttpServletRequest request, HttpServletResponse counted) {
        boolean counts = granted.contains(Measure.REQUEST_BYTES);
        return counts || responseBytes(request) != null
                ? new CountingRequest(request, counted, counts ? requestBytes : null)
                : request;
    }

    /** Ends the measurement of processor time. What an async call does on other threads is not measured. */
    void endOnThread() {
        if (thread == Thread.currentThread()) {
            cpuNanos = cpu.since(startNanos);
            thread = null;
        }
    }

    Outcome outcome(int status) {
        return new Outcome(status, responseBytes.bytes(), requestBytes.bytes(), cpuNanos);
    }
}
