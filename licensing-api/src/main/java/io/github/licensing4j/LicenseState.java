package io.github.licensing4j;

import java.util.Locale;

/** The states of a license, in order of precedence: the first that applies is the state. */
public enum LicenseState {
    /** Revoked for good. */
    REVOKED,
    /** Ended by the customer or the vendor. */
    CANCELLED,
    /** Past its end; can be renewed. */
    EXPIRED,
    /** On hold. */
    SUSPENDED,
    /** Payment is late and grace still runs. */
    PAST_DUE,
    /** In its trial period. */
    TRIALING,
    /** In force. */
    ACTIVE;

    private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** Returns the state as it is written on the wire: lower case with hyphens. */
    public String text() {
        return text;
    }
}
