package io.github.licensing4j.core;

import io.github.licensing4j.License;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.ProofChallenge;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.Upgrade;
import io.github.licensing4j.core.license.LicenseAccess.Denied;
import io.github.licensing4j.core.limit.LimitDecision.Exceeded;
import io.github.licensing4j.spi.KeyRestraint;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Creates refusals with their detail sentences. A sentence is safe to show: it contains nothing of a credential. */
final class RefusalFactory {
    /** The time after which a refused call may be repeated; stores that do not answer are tried once a second. */
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final DecisionIds ids = new DecisionIds();

    /** Returns a refusal of a call whose license is not known. */
    Refusal of(RefusalCode code) {
        return Refusal.of(ids.next(), code, detailOf(code));
    }

    /** Returns a refusal of a call whose license is not known, with a challenge; null for the challenge of the code. */
    Refusal of(RefusalCode code, @Nullable ProofChallenge challenge) {
        return Refusal.of(ids.next(), code, detailOf(code), challenge);
    }

    /** Returns a refusal of a call that cannot be decided, because a store or the journal is unavailable. */
    Refusal unavailable(long nowMillis) {
        RefusalCode code = RefusalCode.ENFORCEMENT_UNAVAILABLE;
        return refusal(code, detailOf(code))
                .retryAt(Instant.ofEpochMilli(nowMillis).plus(RETRY))
                .build();
    }

    Refusal ambiguousPath(String reason) {
        return Refusal.of(ids.next(), RefusalCode.REQUEST_INVALID, reason);
    }

    Refusal floodOfFailures(Instant retryAt) {
        return refusal(RefusalCode.RATE_LIMITED, "Too many failed credentials came from this address.")
                .retryAt(retryAt)
                .build();
    }

    Refusal floodOfRequests(License license, Instant retryAt) {
        return refusal(
                        RefusalCode.RATE_LIMITED,
                        "Too many requests about its own license came from this credential or its customer.")
                .license(license)
                .retryAt(retryAt)
                .build();
    }

    /** Returns a refusal of a call with a key that is suspended because of a signal. */
    Refusal keySuspended(KeyRestraint restraint) {
        String detail = "The API key of this call is suspended until " + restraint.until()
                + ", because it may be misused (" + restraint.kind().text() + "). Other keys of the license are not.";
        return Refusal.of(ids.next(), RefusalCode.LICENSE_SUSPENDED, detail);
    }

    /** Returns a refusal of a call without a proof, with a key that needs one because of a signal. */
    Refusal proofOfKeyRequired(KeyRestraint restraint, @Nullable ProofChallenge challenge) {
        String detail =
                "The API key of this call needs a proof that its caller possesses a key until " + restraint.until()
                        + ", because it may be misused (" + restraint.kind().text()
                        + "): exchange it for a token with a DPoP proof, or sign the request.";
        return Refusal.of(ids.next(), RefusalCode.PROOF_REQUIRED, detail, challenge);
    }

    Refusal denied(Denied denied) {
        return refusal(denied.code(), denied.detail()).license(denied.license()).build();
    }

    Refusal featuresMissing(License license, Set<String> missing, @Nullable Upgrade upgrade) {
        String detail = "Plan " + license.plan() + " does not include " + String.join(", ", missing) + ".";
        return refusal(RefusalCode.FEATURE_NOT_LICENSED, detail)
                .license(license)
                .upgrade(upgrade)
                .build();
    }

    Refusal scopesMissing(License license, Set<String> missing) {
        String detail = "The credential lacks the scope " + String.join(" ", missing) + ".";
        return refusal(RefusalCode.SCOPE_MISSING, detail)
                .license(license)
                .scopes(missing)
                .build();
    }

    Refusal rolesMissing(License license, Set<String> missing) {
        String detail = "The credential lacks the role " + String.join(", ", missing) + ".";
        return refusal(RefusalCode.ROLE_MISSING, detail).license(license).build();
    }

    /** Returns a refusal by the condition of an endpoint rule, whose text is not shown. */
    Refusal conditionNotMet(License license) {
        return refusal(RefusalCode.CONDITION_NOT_MET, "The call does not meet the condition of this endpoint.")
                .license(license)
                .build();
    }

    /** Returns a refusal of a call for which a condition cannot be evaluated. */
    Refusal conditionFailed(License license) {
        return refusal(
                        RefusalCode.CONDITION_NOT_MET,
                        "A condition of the license could not be evaluated for this call.")
                .license(license)
                .build();
    }

    Refusal limitExceeded(License license, Exceeded exceeded, @Nullable Upgrade upgrade) {
        return refusal(exceeded.code(), detailOf(exceeded.code(), exceeded.refused()))
                .license(license)
                .limits(exceeded.refused(), exceeded.all())
                .retryAt(exceeded.retryAt())
                .upgrade(upgrade)
                .build();
    }

    private RefusalBuilder refusal(RefusalCode code, String detail) {
        return new RefusalBuilder(ids.next(), code, detail);
    }

    private static String detailOf(RefusalCode code) {
        return switch (code) {
            case CREDENTIAL_MISSING -> "This endpoint needs a license.";
            case CREDENTIAL_AMBIGUOUS -> "The request carries more than one credential.";
            case CREDENTIAL_EXPIRED -> "The credential has expired.";
            case CREDENTIAL_REVOKED -> "The credential has been revoked.";
            case PROOF_REQUIRED -> "The call needs a proof that its caller possesses a key.";
            case PROOF_INVALID -> "The proof that the caller possesses a key is not valid.";
            case BODY_TOO_LARGE -> "The body of the signed request is too long to be verified.";
            case BINDING_MISMATCH -> "The credential or its license is not bound to this caller.";
            case ENFORCEMENT_UNAVAILABLE -> "The license cannot be checked at the moment.";
            default -> "The credential is not valid.";
        };
    }

    private static String detailOf(RefusalCode code, LimitStatus refused) {
        String name = refused.limit().name();
        return switch (code) {
            case CONCURRENCY_EXCEEDED -> "As many calls are in flight as limit " + name + " allows.";
            case RATE_LIMITED -> "Calls come faster than limit " + name + " allows.";
            case SEAT_LIMIT_REACHED -> "Limit " + name + " has no seat for the user or device of this call.";
            case CREDITS_EXHAUSTED -> "Limit " + name + " has too few credits left for this call.";
            default -> "Limit " + name + " has too little left in this period for this call.";
        };
    }
}
