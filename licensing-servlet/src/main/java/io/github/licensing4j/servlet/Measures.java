package io.github.licensing4j.servlet;

import io.github.licensing4j.Measure;
import io.github.licensing4j.Meter;
import java.util.List;

/**
 * What the live catalog wants measured of a call.
 *
 * @param requestBytes whether bytes of request body must be counted
 * @param responseBytes whether bytes of response body must be counted
 * @param cpuTime whether processor time must be measured
 */
record Measures(boolean requestBytes, boolean responseBytes, boolean cpuTime) {
    static final Measures NONE = new Measures(false, false, false);

    static Measures of(List<Meter> meters) {
        boolean requestBytes = false;
        boolean responseBytes = false;
        boolean cpuTime = false;
        for (int i = 0; i < meters.size(); i++) {
            Measure measure = meters.get(i).measure();
            requestBytes |= measure == Measure.REQUEST_BYTES;
            responseBytes |= measure == Measure.RESPONSE_BYTES;
            cpuTime |= measure == Measure.CPU_TIME;
        }
        return new Measures(requestBytes, responseBytes, cpuTime);
    }

    /** An answer to HEAD has no body, whatever its handler writes. */
    Measures withoutResponse() {
        return new Measures(requestBytes, false, cpuTime);
    }

    boolean none() {
        return !requestBytes && !responseBytes && !cpuTime;
    }
}
