package io.github.licensing4j.core;

import io.github.licensing4j.Call;
import io.github.licensing4j.Credential.Source;
import io.github.licensing4j.ProofChallenge;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.core.credential.ProofUse;
import io.github.licensing4j.core.credential.dpop.DpopProofVerifier;
import io.github.licensing4j.core.credential.mtls.CertificateProofVerifier;
import io.github.licensing4j.core.credential.replay.GuardedReplays;
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
 * @param required the confirmation methods that every credential must be bound by
 * @param used the used proofs, null if DPoP is off
 */
record Proofs(
        List<ProofVerifier> verifiers,
        @Nullable DpopProofVerifier dpop,
        List<String> required,
        @Nullable UsedProofs used) {
    Proofs {
        verifiers = List.copyOf(verifiers);
        required = List.copyOf(required);
    }

    static Proofs of(LicensingBuilder settings, InstantSource clock, Schedule schedule) {
        List<ProofVerifier> all = new ArrayList<>(settings.proofVerifiers);
        List<String> required = new ArrayList<>(2);
        if (settings.clientCertificates != ProofUse.OFF) {
            all.add(new CertificateProofVerifier());
        }
        if (settings.clientCertificates == ProofUse.REQUIRED) {
            required.add(CertificateProofVerifier.METHOD);
        }
        if (settings.dpop.use() == ProofUse.OFF) {
            return new Proofs(all, null, required, null);
        }
        if (settings.dpop.isRequired()) {
            required.add(DpopProofVerifier.METHOD);
        }
        UsedProofs used = UsedProofs.of(settings, clock, schedule);
        // All nodes have the audit key, and it outlives the process.
        byte[] nonceKey = settings.stored.auditKey().derived("DPoP nonce");
        DpopProofVerifier dpop = new DpopProofVerifier(settings.dpop, nonceKey, used.store(), clock);
        all.add(dpop);
        return new Proofs(all, dpop, required, used);
    }

    /** Returns the guard of the store of used proofs that nodes share; empty if there is none. */
    Optional<GuardedReplays> guard() {
        return Optional.ofNullable(used).map(UsedProofs::guard);
    }

    /** Returns whether every credential must be bound to a key. */
    boolean isRequired() {
        return !required.isEmpty();
    }

    /** Returns the challenge of a call without a credential, null for that of the code. */
    @Nullable
    ProofChallenge missing() {
        return required.contains(DpopProofVerifier.METHOD) ? DpopProofVerifier.CHALLENGE : null;
    }

    /**
     * Verifies the proof of each key that the credential of a call is bound to. A credential that is not bound by each
     * required method, or by the one of its scheme, is rejected.
     */
    ProofVerification verify(Call call, List<Confirmation> bound) {
        Rejected unbound = unbound(call, bound);
        if (unbound != null) {
            return unbound;
        }
        Map<String, String> fields = new HashMap<>();
        for (Confirmation confirmation : bound) {
            ProofVerification result = verify(call, confirmation);
            if (result instanceof Rejected) {
                return result;
            }
            fields.putAll(((Proven) result).responseFields());
        }
        return fields.isEmpty() ? ProofVerification.proven() : new Proven(fields);
    }

    private ProofVerification verify(Call call, Confirmation confirmation) {
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
}
