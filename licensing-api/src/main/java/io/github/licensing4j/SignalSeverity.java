package io.github.licensing4j;

import java.util.Locale;

/** The attention that a signal deserves, the least first. */
public enum SignalSeverity {
    /** To know. */
    LOW,
    /** To look at soon. */
    MEDIUM,
    /** To act on. */
    HIGH;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** Returns the name in lower case. */
    public String text() {
        return text;
    }
}
