package io.github.licensing4j;

import java.util.Locale;

/** The reasons of refusals. The servlet layer maps each to an HTTP status and a problem type. */
public enum RefusalCode {
    /** The endpoint requires a license and the call carries no credential. */
    CREDENTIAL_MISSING,
    /** The call carries more than one credential. */
    CREDENTIAL_AMBIGUOUS,
    /** The path of the call can be read in two ways, or a request to the admin API is malformed. */
    REQUEST_INVALID,
    /** The body of a signed call, or of a request to the admin API or the token endpoint, is too long. */
    BODY_TOO_LARGE,
    /** The credential is malformed, unknown, of an issuer that is not trusted, or not signed by one of its keys. */
    CREDENTIAL_INVALID,
    /** The credential was valid until an instant that has passed. */
    CREDENTIAL_EXPIRED,
    /** The credential, or its license or customer as a whole, was revoked. */
    CREDENTIAL_REVOKED,
    /** The credential, its license or a rule of the catalog needs a proof of possession of a key, and the call carries none. */
    PROOF_REQUIRED,
    /** The proof of possession does not verify with a key that the credential or its license needs. */
    PROOF_INVALID,
    /** The license starts in the future. */
    LICENSE_NOT_YET_VALID,
    /** The term of the license is over. */
    LICENSE_EXPIRED,
    /** An administrator suspended the license, or a rule of the catalog suspended the API key for a time. */
    LICENSE_SUSPENDED,
    /** The license was cancelled or revoked. */
    LICENSE_ENDED,
    /** A payment is overdue and the plan has no grace, or its grace is over. */
    PAYMENT_OVERDUE,
    /** The credit grants in force have fewer units than the call requests. */
    CREDITS_EXHAUSTED,
    /** The license does not include a feature that the endpoint requires. */
    FEATURE_NOT_LICENSED,
    /** The credential does not have a scope that the endpoint requires. */
    SCOPE_MISSING,
    /** The issuer of the credential has not given it a role that the endpoint requires. */
    ROLE_MISSING,
    /** The condition of the endpoint does not hold for the call, or a condition of the catalog could not be evaluated. */
    CONDITION_NOT_MET,
    /** The credential is bound to addresses, devices or users, and the call comes from another one. */
    BINDING_MISMATCH,
    /** The user or device of the call has no seat of the license and gets none. */
    SEAT_LIMIT_REACHED,
    /** The maximum of calls is in flight already. */
    CONCURRENCY_EXCEEDED,
    /** A rate limit has fewer permits than the call requests, or too many failed credentials came from the address. */
    RATE_LIMITED,
    /** A quota has fewer units left in its period than the call requests. */
    QUOTA_EXHAUSTED,
    /** The license cannot be checked now: a store or the journal is unavailable, or the engine is closed. */
    ENFORCEMENT_UNAVAILABLE;

    private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** Returns the code as it is written on the wire: lower case with hyphens, {@code quota-exhausted}. */
    public String text() {
        return text;
    }
}
