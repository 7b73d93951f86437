package io.github.licensing4j;

import java.util.Locale;

/** What the library measures by itself for a meter. */
public enum Measure {
    /** Bytes of request body that were read. */
    REQUEST_BYTES,
    /** Bytes of response body. */
    RESPONSE_BYTES,
    /** Milliseconds of processor time that threads of the request spent on it, as far as the layer in front can tell. */
    CPU_TIME,
    /** Milliseconds from decision to settlement. */
    WALL_TIME;

    private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The measure as it is written in the catalog. */
    public String text() {
        return text;
    }
}
