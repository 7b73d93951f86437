package io.github.licensing4j;

import java.util.Locale;

/** Every reason for which a call is refused. The HTTP status of each is fixed by the servlet layer, in one switch. */
public enum RefusalCode {
    CREDENTIAL_MISSING,
    CREDENTIAL_AMBIGUOUS,
    REQUEST_INVALID,
    BODY_TOO_LARGE,
    CREDENTIAL_INVALID,
    CREDENTIAL_EXPIRED,
    CREDENTIAL_REVOKED,
    PROOF_REQUIRED,
    PROOF_INVALID,
    LICENSE_NOT_YET_VALID,
    LICENSE_EXPIRED,
    LICENSE_SUSPENDED,
    LICENSE_ENDED,
    PAYMENT_OVERDUE,
    CREDITS_EXHAUSTED,
    FEATURE_NOT_LICENSED,
    SCOPE_MISSING,
    BINDING_MISMATCH,
    SEAT_LIMIT_REACHED,
    CONCURRENCY_EXCEEDED,
    RATE_LIMITED,
    QUOTA_EXHAUSTED,
    ENFORCEMENT_UNAVAILABLE;

    private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The code as it is written on the wire: lower case with hyphens, {@code quota-exhausted}. */
    public String text() {
        return text;
    }
}
