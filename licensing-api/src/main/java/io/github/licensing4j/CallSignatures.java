package io.github.licensing4j;

import java.util.Locale;

/** The use of signatures (RFC 9421) in the calls of one license. */
public enum CallSignatures {
    /** A call may be signed. Credentials that are bound to a signature key must be used with a signature by it. */
    OPTIONAL,
    /** Every call must be signed by a signature key of the license, whatever its credential. */
    REQUIRED;

    /** Returns the value as it is written on the wire: lower case. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
