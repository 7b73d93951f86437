package io.github.licensing4j;

import java.util.Locale;

/** The quantities that the library measures itself for a meter. */
public enum Measure {
    /** Bytes of request body that were read. */
    REQUEST_BYTES,
    /** Bytes of response body. */
    RESPONSE_BYTES,
    /** Milliseconds of processor time of the request's threads, as far as the layer in front can measure it. */
    CPU_TIME,
    /** Milliseconds from decision to settlement. */
    WALL_TIME;

    private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** Returns the measure as it is written in the catalog. */
    public String text() {
        return text;
    }
}
