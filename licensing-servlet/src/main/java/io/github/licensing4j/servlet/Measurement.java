package io.github.licensing4j.servlet;

import io.github.licensing4j.Measure;
import io.github.licensing4j.Outcome;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;

/** The measurements of one call. Safe for use by many threads, as async handlers have them. */
final class Measurement {
    private final ByteCount requestBytes = new ByteCount();
    private final ByteCount responseBytes = new ByteCount();
    private final Set<Measure> measures;
    private volatile long cpuNanos;

    Measurement(Set<Measure> measures) {
        this.measures = measures;
    }

    /** Returns a response that counts its bytes, if they are measured. */
    HttpServletResponse countingResponse(HttpServletRequest request, HttpServletResponse response) {
        return countsResponse(request) ? new CountingResponse(response, responseBytes) : response;
    }

    /** Returns a request that counts its bytes, if any are measured; it starts async cycles with the counting response. */
    HttpServletRequest countingRequest(HttpServletRequest request, HttpServletResponse counted) {
        boolean counts = measures.contains(Measure.REQUEST_BYTES);
        return counts || countsResponse(request)
                ? new CountingRequest(request, counted, counts ? requestBytes : null)
                : request;
    }

    /** The response to HEAD has no body, whatever its handler writes. */
    private boolean countsResponse(HttpServletRequest request) {
        return measures.contains(Measure.RESPONSE_BYTES) && !"HEAD".equals(request.getMethod());
    }

    void cpuNanos(long nanos) {
        cpuNanos = nanos;
    }

    Outcome outcome(int status) {
        return new Outcome(status, responseBytes.bytes(), requestBytes.bytes(), cpuNanos);
    }
}
