package io.github.licensing4j;

import java.util.Locale;

/** The reasons of refusals. The servlet layer maps each to an HTTP status. */
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

    /** Returns the code as it is written on the wire: lower case with hyphens, {@code quota-exhausted}. */
    public String text() {
        return text;
    }
}
