package io.github.licensing4j;

import java.util.Locale;

/** The states of a license, in the order of precedence in which they show: the first that holds is the state. */
public enum LicenseState {
    /** Taken back for good. */
    REVOKED,
    /** Ended by the customer or the vendor. */
    CANCELLED,
    /** Past its end; can be renewed. */
    EXPIRED,
    /** A hold lies on it. */
    SUSPENDED,
    /** Payment is late and grace still runs. */
    PAST_DUE,
    /** In its trial. */
    TRIALING,
    /** In force. */
    ACTIVE;

    private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The state as it is written on the wire: lower case with hyphens. */
    public String text() {
        return text;
    }
}
