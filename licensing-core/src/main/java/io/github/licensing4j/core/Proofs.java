package io.github.licensing4j.core;

import io.github.licensing4j.Call;
import io.github.licensing4j.Credential.Source;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.ProofChallenge;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.core.credential.ProofUse;
import io.github.licensing4j.core.credential.dpop.DpopProofVerifier;
import io.github.licensing4j.core.credential.mtls.CertificateProofVerifier;
import io.github.licensing4j.core.credential.replay.GuardedReplays;
import io.github.licensing4j.core.credential.signature.SignatureProofVerifier;
import io.github.licensing4j.core.credential.signature.SignatureSettings;
import io.github.licensing4j.core.credential.signature.SignatureVerifier;
import io.github.licensing4j.core.license.LicenseCache;
import io.github.licensing4j.core.schedule.Schedule;
import io.github.licensing4j.spi.Confirmation;
import io.github.licensing4j.spi.ProofVerification;
import io.github.licensing4j.spi.ProofVerification.Proven;
import io.github.licensing4j.spi.ProofVerification.Rejected;
import io.github.licensing4j.spi.ProofVerifier;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The verifiers of proofs of possession.
 *
 * @param verifiers all of them, those of the host first; the first that accepts a confirmation verifies it
 * @param dpop the one of DPoP, null if DPoP is off
 * @param signatures the one of signed calls, null if signatures are off or no keys are stored
 * @param required the confirmation methods that every credential must be bound by
 * @param used the used proofs and nonces, null if DPoP and signatures are off
 */
record Proofs(
        List<ProofVerifier> verifiers,
        @Nullable DpopProofVerifier dpop,
        @Nullable SignatureProofVerifier signatures,
        List<String> required,
        @Nullable UsedProofs used) {
    Proofs {
        verifiers = List.copyOf(verifiers);
        required = List.copyOf(required);
    }

    /** @param stored caches the signature keys of licenses */
    static Proofs of(LicensingBuilder settings, LicenseCache stored, InstantSource clock, Schedule schedule) {
        List<ProofVerifier> all = new ArrayList<>(settings.proofVerifiers);
        List<String> required = new ArrayList<>(2);
        if (settings.clientCertificates != ProofUse.OFF) {
            all.add(new CertificateProofVerifier());
        }
        if (settings.clientCertificates == ProofUse.REQUIRED) {
            required.add(CertificateProofVerifier.METHOD);
        }
        boolean areSigned = settings.signatures.use() != SignatureSettings.Use.OFF && settings.stored.hasStore();
        if (settings.dpop.use() == ProofUse.OFF && !areSigned) {
            return new Proofs(all, null, null, required, null);
        }
        UsedProofs used = UsedProofs.of(settings, clock, schedule);
        DpopProofVerifier dpop = settings.dpop.use() == ProofUse.OFF ? null : dpop(settings, used, clock);
        if (dpop != null) {
            all.add(dpop);
        }
        if (settings.dpop.isRequired()) {
            required.add(DpopProofVerifier.METHOD);
        }
        SignatureProofVerifier signatures = areSigned ? signatures(settings, stored, used, clock) : null;
        if (signatures != null) {
            all.add(signatures);
        }
        return new Proofs(all, dpop, signatures, required, used);
    }

    private static SignatureProofVerifier signatures(
            LicensingBuilder settings, LicenseCache stored, UsedProofs used, InstantSource clock) {
        var keys = new SignatureVerifier.Keys(new StoredSignatureKeys(stored), settings.stored.signatureSeal());
        return new SignatureProofVerifier(new SignatureVerifier(settings.signatures, keys, used.store(), clock));
    }

    private static DpopProofVerifier dpop(LicensingBuilder settings, UsedProofs used, InstantSource clock) {
        // All nodes have the audit key, and it outlives the process.
        byte[] nonceKey = settings.stored.auditKey().derived("DPoP nonce");
        return new DpopProofVerifier(settings.dpop, nonceKey, used.store(), clock);
    }

    /** Returns the guard of the store of used proofs that nodes share; empty if there is none. */
    Optional<GuardedReplays> guard() {
        return Optional.ofNullable(used).map(UsedProofs::guard);
    }

    /** Returns whether every call needs a proof. */
    boolean isRequired() {
        return !required.isEmpty() || areSignaturesRequired();
    }

    private boolean areSignaturesRequired() {
        return signatures != null && signatures.isRequired();
    }

    /** Returns the challenge of a call without a credential, null for that of the code. */
    @Nullable
    ProofChallenge missing(Call call) {
        if (required.contains(DpopProofVerifier.METHOD)) {
            return DpopProofVerifier.CHALLENGE;
        }
        SignatureProofVerifier verifier = signatures;
        return verifier != null && verifier.isRequired() ? verifier.challenge(call) : null;
    }

    /**
     * Returns the challenge of a call that needs a proof by any method, because its key may be misused; null for that of the code. The
     * fields of a response can ask for a signature beside a DPoP proof.
     */
    @Nullable
    ProofChallenge ofRestraint(Call call) {
        ProofChallenge signature = signatures == null ? null : signatures.challenge(call);
        if (dpop == null) {
            return signature;
        }
        return signature == null
                ? DpopProofVerifier.INVALID_TOKEN
                : new ProofChallenge(DpopProofVerifier.INVALID_TOKEN.value(), signature.fields());
    }

    /**
     * Verifies the proof of each key that the credential of a call is bound to, and the signature that its license or the
     * settings require. A credential that is not bound by each required method, or by the one of its scheme, is rejected.
     *
     * <p>The signature that is the only credential of a call was verified before, so that it is not verified again.
     */
    ProofVerification verify(Call call, LicenseId license, List<Confirmation> bound) {
        Rejected unbound = unbound(call, bound);
        if (unbound != null) {
            return unbound;
        }
        boolean isVerified = call.credentials().get(0).source() == Source.SIGNATURE;
        Map<String, String> fields = new HashMap<>();
        for (Confirmation confirmation : needed(license, bound)) {
            if (isVerified && isBySignature(confirmation)) {
                continue;
            }
            ProofVerification result = verify(call, license, confirmation);
            if (result instanceof Rejected) {
                return result;
            }
            fields.putAll(((Proven) result).responseFields());
        }
        return fields.isEmpty() ? ProofVerification.proven() : new Proven(fields);
    }

    private List<Confirmation> needed(LicenseId license, List<Confirmation> bound) {
        if (!areSignaturesRequired() || bound.stream().anyMatch(Proofs::isBySignature)) {
            return bound;
        }
        List<Confirmation> all = new ArrayList<>(bound);
        all.add(new Confirmation(SignatureProofVerifier.OF_LICENSE, license.value()));
        return all;
    }

    private static boolean isBySignature(Confirmation confirmation) {
        return confirmation.method().equals(SignatureProofVerifier.METHOD)
                || confirmation.method().equals(SignatureProofVerifier.OF_LICENSE);
    }

    private ProofVerification verify(Call call, LicenseId license, Confirmation confirmation) {
        if (signatures != null && confirmation.method().equals(SignatureProofVerifier.OF_LICENSE)) {
            return signatures.verifyByLicense(call, license);
        }
        for (ProofVerifier verifier : verifiers) {
            if (verifier.accepts(confirmation)) {
                return verifier.verify(call, confirmation);
            }
        }
        return new Rejected(RefusalCode.PROOF_REQUIRED, "it is bound by a method that nothing verifies");
    }

    private @Nullable Rejected unbound(Call call, List<Confirmation> bound) {
        for (String method : required) {
            if (!isBound(bound, method)) {
                return new Rejected(
                        RefusalCode.PROOF_REQUIRED,
                        "it is not bound by " + method,
                        method.equals(DpopProofVerifier.METHOD)
                                ? DpopProofVerifier.INVALID_TOKEN
                                : CertificateProofVerifier.invalidToken(call));
            }
        }
        return isByDpop(call) && !isBound(bound, DpopProofVerifier.METHOD)
                ? new Rejected(
                        RefusalCode.CREDENTIAL_INVALID,
                        "it has the scheme DPoP and is bound to no key",
                        DpopProofVerifier.INVALID_TOKEN)
                : null;
    }

    private static boolean isBound(List<Confirmation> bound, String method) {
        return bound.stream().anyMatch(confirmation -> confirmation.method().equals(method));
    }

    private static boolean isByDpop(Call call) {
        return call.credentials().get(0).source() == Source.DPOP;
    }

    /** Returns the challenge of a credential that is refused, in the scheme of its call; null for that of the code. */
    static @Nullable ProofChallenge challenge(RefusalCode code, Call call) {
        if (call.credentials().get(0).source() == Source.SIGNATURE) {
            return signed(code);
        }
        if (!isByDpop(call)) {
            // The credential is bound by a method that is not verified here, so that no proof would help.
            return code == RefusalCode.PROOF_REQUIRED ? CertificateProofVerifier.invalidToken(call) : null;
        }
        return switch (code) {
            case CREDENTIAL_INVALID, CREDENTIAL_EXPIRED, CREDENTIAL_REVOKED, PROOF_REQUIRED ->
                DpopProofVerifier.INVALID_TOKEN;
            default -> null;
        };
    }

    private static @Nullable ProofChallenge signed(RefusalCode code) {
        return switch (code) {
            case CREDENTIAL_INVALID, CREDENTIAL_EXPIRED, CREDENTIAL_REVOKED, PROOF_REQUIRED ->
                SignatureProofVerifier.INVALID;
            default -> null;
        };
    }
}
