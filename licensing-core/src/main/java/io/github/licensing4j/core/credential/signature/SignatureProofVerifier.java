package io.github.licensing4j.core.credential.signature;

import io.github.licensing4j.Call;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.ProofChallenge;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.core.credential.TokenFault;
import io.github.licensing4j.core.credential.signature.SignatureVerifier.Result;
import io.github.licensing4j.spi.Confirmation;
import io.github.licensing4j.spi.ProofVerification;
import io.github.licensing4j.spi.ProofVerification.Rejected;
import io.github.licensing4j.spi.ProofVerifier;
import io.github.licensing4j.spi.SignatureKeyRecord;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the signature of a call (RFC 9421) as a proof beside a credential, or as the credential itself. Signatures by keys
 * that are not of licenses are not read. Safe for use by many threads.
 */
public final class SignatureProofVerifier implements ProofVerifier {
    /** The confirmation method of a credential that is bound to one signature key (RFC 7800 §3.4). */
    public static final String METHOD = "kid";
    /**
     * The confirmation method of a license whose calls must be signed, by any of its keys. No credential can name it: its
     * value is the id of the license.
     */
    public static final String OF_LICENSE = "signature of the license";
    /** The field of a response that asks for a signature (RFC 9421 §5.1). */
    public static final String FIELD = "Accept-Signature";
    /** Refuses a signed call whose signature is valid, for another reason. */
    public static final ProofChallenge INVALID = SignatureChallenges.PLAIN;

    private final SignatureVerifier verifier;
    private final SignatureChallenges challenges;
    private final @Nullable String tag;

    public SignatureProofVerifier(SignatureVerifier verifier) {
        this.verifier = verifier;
        this.tag = verifier.settings().tag();
        this.challenges = new SignatureChallenges(verifier.coverage(), tag);
    }

    /** The result of verifying a call that has no other credential than its signature. */
    public sealed interface SignedCall {

        /** The signature is by a key that is valid. */
        record Signed(SignatureKeyRecord key) implements SignedCall {}

        /** No signature is by a key of a license, so that the call has no credential. */
        record Unsigned() implements SignedCall {}

        /** Several signatures are by keys of licenses. */
        record Ambiguous() implements SignedCall {}

        /**
         * The call is refused.
         *
         * @param license the license of the key, null unless the signature was verified
         */
        record Refused(Rejected rejected, @Nullable LicenseId license) implements SignedCall {}
    }

    /** Returns whether every call must be signed. */
    public boolean isRequired() {
        return verifier.settings().isRequired();
    }

    /** Returns the challenge of a call without a signature. */
    public ProofChallenge challenge(Call call) {
        return challenges.missing(call);
    }

    @Override
    public boolean accepts(Confirmation confirmation) {
        return confirmation.method().equals(METHOD);
    }

    @Override
    public ProofVerification verify(Call call, Confirmation confirmation) {
        String bound = confirmation.value();
        return proof(call, bound, key -> key.id().equals(bound));
    }

    /** Verifies that a call is signed by a key of a license. */
    public ProofVerification verifyByLicense(Call call, LicenseId license) {
        return proof(call, null, key -> key.license().equals(license));
    }

    /** @param keyId the key that must have signed, null for any that is expected */
    private ProofVerification proof(Call call, @Nullable String keyId, Predicate<SignatureKeyRecord> isExpected) {
        try {
            List<RequestSignature> found = signatures(call);
            if (found.isEmpty()) {
                return new Rejected(
                        RefusalCode.PROOF_REQUIRED,
                        "it needs a signature and came without one",
                        challenges.missing(call));
            }
            List<RequestSignature> bound = found.stream()
                    .filter(one -> keyId == null || one.keyId().equals(keyId))
                    .toList();
            return bound.size() == 1
                    ? result(call, verifier.verify(call, bound.get(0), isExpected))
                    : invalid(call, "it has " + bound.size() + " signatures by keys that it needs, expected one");
        } catch (TokenFault fault) {
            return invalid(call, String.valueOf(fault.getMessage()));
        }
    }

    private List<RequestSignature> signatures(Call call) throws TokenFault {
        List<String> inputs = call.evidence().header(RequestSignature.INPUT_FIELD);
        return inputs.isEmpty()
                ? List.of()
                : RequestSignature.find(
                        inputs, call.evidence().header(RequestSignature.SIGNATURE_FIELD), tag, verifier::isRegistered);
    }

    private Rejected invalid(Call call, String cause) {
        return new Rejected(RefusalCode.PROOF_INVALID, cause, challenges.invalid(call));
    }

    private ProofVerification result(Call call, Result result) {
        if (result instanceof SignatureVerifier.Valid) {
            return ProofVerification.proven();
        }
        if (result instanceof SignatureVerifier.Revoked) {
            return invalid(call, "its signature key is revoked");
        }
        if (result instanceof SignatureVerifier.Expired) {
            return invalid(call, "its signature key has expired");
        }
        return result instanceof SignatureVerifier.Invalid invalid
                ? invalid(call, invalid.cause())
                : impossible(result);
    }

    /** Returns the rejection of a call that cannot be verified, whatever its signature. */
    private static Rejected impossible(Result result) {
        return result instanceof SignatureVerifier.TooLarge tooLarge
                ? new Rejected(RefusalCode.BODY_TOO_LARGE, "its body has more than " + tooLarge.maxBytes() + " bytes")
                : new Rejected(RefusalCode.ENFORCEMENT_UNAVAILABLE, ((SignatureVerifier.Unavailable) result).cause());
    }

    /** Verifies the signature of a call that has no other credential. Its key names the license. */
    public SignedCall authenticate(Call call) {
        try {
            List<RequestSignature> found = signatures(call);
            return switch (found.size()) {
                case 0 -> new SignedCall.Unsigned();
                case 1 -> signed(call, verifier.verify(call, found.get(0), key -> true));
                default -> new SignedCall.Ambiguous();
            };
        } catch (TokenFault fault) {
            return refused(call, RefusalCode.CREDENTIAL_INVALID, String.valueOf(fault.getMessage()), null);
        }
    }

    private SignedCall signed(Call call, Result result) {
        if (result instanceof SignatureVerifier.Valid valid) {
            return new SignedCall.Signed(valid.key());
        }
        if (result instanceof SignatureVerifier.Revoked revoked) {
            return refused(
                    call,
                    RefusalCode.CREDENTIAL_REVOKED,
                    "its signature key is revoked",
                    revoked.key().license());
        }
        if (result instanceof SignatureVerifier.Expired expired) {
            return refused(
                    call,
                    RefusalCode.CREDENTIAL_EXPIRED,
                    "its signature key has expired",
                    expired.key().license());
        }
        return result instanceof SignatureVerifier.Invalid invalid
                ? refused(call, RefusalCode.CREDENTIAL_INVALID, invalid.cause(), null)
                : new SignedCall.Refused(impossible(result), null);
    }

    private SignedCall refused(Call call, RefusalCode code, String cause, @Nullable LicenseId license) {
        return new SignedCall.Refused(new Rejected(code, cause, challenges.invalid(call)), license);
    }
}
