package io.github.licensing4j.core.credential.dpop;

import io.github.licensing4j.Call;
import io.github.licensing4j.Credential;
import io.github.licensing4j.ProofChallenge;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.core.credential.ProofUse;
import io.github.licensing4j.core.credential.TokenFault;
import io.github.licensing4j.core.credential.dpop.DpopChecks.Invalid;
import io.github.licensing4j.core.credential.dpop.DpopChecks.NonceNeeded;
import io.github.licensing4j.core.credential.dpop.DpopChecks.Presented;
import io.github.licensing4j.core.credential.dpop.DpopChecks.Result;
import io.github.licensing4j.core.credential.dpop.DpopChecks.Unavailable;
import io.github.licensing4j.core.credential.dpop.DpopChecks.Valid;
import io.github.licensing4j.spi.Confirmation;
import io.github.licensing4j.spi.ProofVerification;
import io.github.licensing4j.spi.ProofVerifier;
import io.github.licensing4j.spi.ReplayStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Verifies DPoP proofs (RFC 9449) of calls with tokens that are bound to a key by {@code cnf.jkt}, and of requests for such
 * tokens. Each proof is accepted once. Safe for use by many threads.
 */
public final class DpopProofVerifier implements ProofVerifier {
    /** The confirmation method of a thumbprint (RFC 9449 §6.1). */
    public static final String METHOD = "jkt";

    private static final String ALGS = "algs=\"" + DpopAlgorithms.NAMES + "\"";
    /** Asks for a token that is bound to a key (RFC 9449 §7.1). */
    public static final ProofChallenge CHALLENGE = ProofChallenge.of("DPoP " + ALGS);
    /** Refuses a token that is not valid, or not with its scheme. */
    public static final ProofChallenge INVALID_TOKEN = challenge("invalid_token", Map.of());

    private static final ProofChallenge INVALID_PROOF = challenge("invalid_dpop_proof", Map.of());

    private final DpopSettings settings;
    private final DpopChecks checks;

    /**
     * @param settings not {@link ProofUse#OFF}
     * @param nonceKey 32 unpredictable bytes, the same on all nodes; nonces are derived from it
     * @param replays the proofs that were used
     */
    public DpopProofVerifier(DpopSettings settings, byte[] nonceKey, ReplayStore replays, InstantSource clock) {
        this.settings = settings;
        DpopNonces nonces = settings.nonce() == DpopSettings.Nonce.REQUIRED
                ? new DpopNonces(nonceKey, settings.window(), DpopSettings.AHEAD)
                : null;
        this.checks = new DpopChecks(settings, nonces, replays, clock);
    }

    /** The result of verifying the proof of a request to the token endpoint. */
    public sealed interface TokenProof {

        /** The request has no proof, and needs none. */
        record None() implements TokenProof {}

        /**
         * The sender possesses a key.
         *
         * @param thumbprint the thumbprint of the key
         * @param responseFields header fields for the response, such as {@code DPoP-Nonce}
         */
        record Proven(String thumbprint, Map<String, String> responseFields) implements TokenProof {}

        /**
         * The proof is missing or not valid.
         *
         * @param error {@code invalid_dpop_proof} or {@code use_dpop_nonce}; {@code temporarily_unavailable} if it cannot
         *     be verified now
         * @param description one sentence, safe to show
         * @param responseFields header fields for the response, such as {@code DPoP-Nonce}
         */
        record Rejected(String error, String description, Map<String, String> responseFields) implements TokenProof {}
    }

    private static ProofChallenge challenge(String error, Map<String, String> fields) {
        return new ProofChallenge("DPoP error=\"" + error + "\", " + ALGS, fields);
    }

    @Override
    public boolean accepts(Confirmation confirmation) {
        return confirmation.method().equals(METHOD);
    }

    @Override
    public ProofVerification verify(Call call, Confirmation confirmation) {
        Credential credential = call.credentials().get(0);
        if (credential.source() != Credential.Source.DPOP) {
            // RFC 9449 §7.2: a bound token that is sent as a bearer token must be refused.
            return new ProofVerification.Rejected(
                    RefusalCode.PROOF_REQUIRED, "it is bound to a key and came without the scheme DPoP", INVALID_TOKEN);
        }
        if (call.evidence().header(DpopChecks.PROOF_FIELD).isEmpty()) {
            return new ProofVerification.Rejected(
                    RefusalCode.PROOF_REQUIRED, "it is bound to a key and came without a proof", INVALID_PROOF);
        }
        Result result = checks.check(call, new Presented(credential.value(), confirmation.value()));
        if (result instanceof Valid valid) {
            return valid.fields().isEmpty() ? ProofVerification.proven() : new ProofVerification.Proven(valid.fields());
        }
        return rejection(result);
    }

    private static ProofVerification rejection(Result result) {
        if (result instanceof NonceNeeded needed) {
            return new ProofVerification.Rejected(
                    RefusalCode.PROOF_INVALID, "it has no recent nonce", challenge("use_dpop_nonce", needed.fields()));
        }
        return result instanceof Unavailable unavailable
                ? new ProofVerification.Rejected(RefusalCode.ENFORCEMENT_UNAVAILABLE, unavailable.cause())
                : new ProofVerification.Rejected(RefusalCode.PROOF_INVALID, ((Invalid) result).cause(), INVALID_PROOF);
    }

    /**
     * Returns the thumbprint of the key that a request claims to prove, without verifying anything; empty if it has no
     * well-formed proof.
     */
    public Optional<String> claimedThumbprint(Call call) {
        List<String> fields = call.evidence().header(DpopChecks.PROOF_FIELD);
        if (fields.size() != 1) {
            return Optional.empty();
        }
        try {
            return Optional.of(DpopProof.parse(fields.get(0)).key().thumbprint());
        } catch (TokenFault fault) {
            return Optional.empty();
        }
    }

    /** Verifies the proof of a request to the token endpoint, which has no bound token yet (RFC 9449 §5). */
    public TokenProof verifyTokenRequest(Call call) {
        if (call.evidence().header(DpopChecks.PROOF_FIELD).isEmpty()) {
            return settings.isRequired()
                    ? new TokenProof.Rejected("invalid_dpop_proof", "A DPoP proof is required.", Map.of())
                    : new TokenProof.None();
        }
        Result result = checks.check(call, null);
        if (result instanceof Valid valid) {
            return new TokenProof.Proven(valid.thumbprint(), valid.fields());
        }
        if (result instanceof NonceNeeded needed) {
            return new TokenProof.Rejected("use_dpop_nonce", "The DPoP proof needs a recent nonce.", needed.fields());
        }
        return result instanceof Unavailable
                ? new TokenProof.Rejected(
                        "temporarily_unavailable", "The DPoP proof cannot be verified at the moment.", Map.of())
                : new TokenProof.Rejected("invalid_dpop_proof", "The DPoP proof is not valid.", Map.of());
    }
}
