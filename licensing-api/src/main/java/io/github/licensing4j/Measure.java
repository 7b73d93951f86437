package io.github.licensing4j;

import java.util.Locale;

/** What the library measures by itself for a meter. */
public enum Measure {
    /** Bytes of response body. */
    RESPONSE_BYTES,
    /** Milliseconds from decision to settlement. */
    WALL_TIME;

    private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The measure as it is written in the catalog. */
    public String text() {
        return text;
    }
}
