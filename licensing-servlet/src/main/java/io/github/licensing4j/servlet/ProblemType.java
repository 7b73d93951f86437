package io.github.licensing4j.servlet;

import io.github.licensing4j.RefusalCode;

/**
 * The HTTP form of a refusal code.
 *
 * @param status the status
 * @param title the constant title of its problem type (RFC 9457 section 3.1.3)
 * @param challenge the {@code WWW-Authenticate} challenge
 */
record ProblemType(int status, String title, Challenge challenge) {

    /** The {@code WWW-Authenticate} challenge (RFC 6750 section 3, RFC 9449 section 7.1). */
    enum Challenge {
        NONE,
        BARE,
        INVALID_TOKEN,
        INSUFFICIENT_SCOPE,
        PROOF_REQUIRED,
        PROOF_INVALID
    }

    static ProblemType of(RefusalCode code) {
        return switch (code) {
            case CREDENTIAL_MISSING -> new ProblemType(401, "Credential missing", Challenge.BARE);
            case CREDENTIAL_AMBIGUOUS -> new ProblemType(400, "Credential ambiguous", Challenge.NONE);
            case REQUEST_INVALID -> new ProblemType(400, "Request invalid", Challenge.NONE);
            case BODY_TOO_LARGE -> new ProblemType(413, "Body too large", Challenge.NONE);
            case CREDENTIAL_INVALID -> new ProblemType(401, "Credential invalid", Challenge.INVALID_TOKEN);
            case CREDENTIAL_EXPIRED -> new ProblemType(401, "Credential expired", Challenge.INVALID_TOKEN);
            case CREDENTIAL_REVOKED -> new ProblemType(401, "Credential revoked", Challenge.INVALID_TOKEN);
            case PROOF_REQUIRED -> new ProblemType(401, "Proof required", Challenge.PROOF_REQUIRED);
            case PROOF_INVALID -> new ProblemType(401, "Proof invalid", Challenge.PROOF_INVALID);
            case LICENSE_NOT_YET_VALID -> new ProblemType(403, "License not yet valid", Challenge.NONE);
            case LICENSE_EXPIRED -> new ProblemType(403, "License expired", Challenge.NONE);
            case LICENSE_SUSPENDED -> new ProblemType(403, "License suspended", Challenge.NONE);
            case LICENSE_ENDED -> new ProblemType(403, "License ended", Challenge.NONE);
            case PAYMENT_OVERDUE -> new ProblemType(402, "Payment overdue", Challenge.NONE);
            case CREDITS_EXHAUSTED -> new ProblemType(402, "Credits exhausted", Challenge.NONE);
            case FEATURE_NOT_LICENSED -> new ProblemType(403, "Feature not licensed", Challenge.NONE);
            case SCOPE_MISSING -> new ProblemType(403, "Scope missing", Challenge.INSUFFICIENT_SCOPE);
            case ROLE_MISSING -> new ProblemType(403, "Role missing", Challenge.NONE);
            case CONDITION_NOT_MET -> new ProblemType(403, "Condition not met", Challenge.NONE);
            case BINDING_MISMATCH -> new ProblemType(403, "Binding mismatch", Challenge.NONE);
            case SEAT_LIMIT_REACHED -> new ProblemType(403, "Seat limit reached", Challenge.NONE);
            case CONCURRENCY_EXCEEDED -> new ProblemType(429, "Concurrency exceeded", Challenge.NONE);
            case RATE_LIMITED -> new ProblemType(429, "Rate limited", Challenge.NONE);
            case QUOTA_EXHAUSTED -> new ProblemType(429, "Quota exhausted", Challenge.NONE);
            case ENFORCEMENT_UNAVAILABLE -> new ProblemType(503, "Enforcement unavailable", Challenge.NONE);
        };
    }
}
