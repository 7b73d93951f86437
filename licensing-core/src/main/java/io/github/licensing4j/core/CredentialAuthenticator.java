package io.github.licensing4j.core;

import io.github.licensing4j.Call;
import io.github.licensing4j.Call.Peer;
import io.github.licensing4j.Credential;
import io.github.licensing4j.Credential.Source;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.ProofChallenge;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.RequestPath;
import io.github.licensing4j.core.credential.ApiKeyForms;
import io.github.licensing4j.core.credential.ApiKeyVerifier;
import io.github.licensing4j.core.credential.FailedCredentialGuard;
import io.github.licensing4j.core.credential.LicenseTokenVerifier;
import io.github.licensing4j.core.credential.StatusLists;
import io.github.licensing4j.core.credential.VerifiedCredential;
import io.github.licensing4j.core.credential.VerifiedTokens;
import io.github.licensing4j.core.credential.signature.SignatureProofVerifier;
import io.github.licensing4j.core.credential.signature.SignatureProofVerifier.SignedCall;
import io.github.licensing4j.core.license.CredentialStatus;
import io.github.licensing4j.core.license.LicenseCache;
import io.github.licensing4j.core.limit.Limits;
import io.github.licensing4j.spi.CredentialVerification;
import io.github.licensing4j.spi.CredentialVerifier;
import io.github.licensing4j.spi.ProofVerification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Authenticates the credential of a call: the first step of a decision. */
final class CredentialAuthenticator {
    private static final Logger log = LoggerFactory.getLogger(CredentialAuthenticator.class);
    private static final long HOUR = 3_600_000;

    private final CredentialVerifier[] verifiers;
    private final Proofs proofs;
    private final SignedCalls signedCalls;
    private final RestraintRefusals restraints;
    private final boolean requiresProof;
    private final LicenseTokenVerifier tokens;
    private final VerifiedTokens<CachedCredential> cache;
    private final Limits limits;
    private final LicenseCache licenseCache;
    private final StatusLists statusLists;
    private final RefusalFactory refusalFactory;
    private final long skewMillis;
    private final FailedCredentialGuard guard;
    private final CallerOrigins origins;

    /** The result of authenticating a call: a credential that is verified and valid at this instant, or a refusal. */
    sealed interface Authentication permits CachedCredential, Authentication.Answered, Authentication.Rejected {

        /**
         * The credential is verified and valid, and the response has further header fields.
         *
         * @param fields those that the proof of the call leads to
         */
        record Answered(CachedCredential credential, Map<String, String> fields) implements Authentication {}

        /**
         * The call is refused: it carries no credential, an ambiguous or an invalid one.
         *
         * @param license the license that the credential was verified to be of, null where it was not verified
         */
        record Rejected(Refusal refusal, @Nullable LicenseId license) implements Authentication {
            Rejected(Refusal refusal) {
                this(refusal, null);
            }
        }
    }

    /**
     * The verifiers of credentials and proofs.
     *
     * @param plugged the verifiers of the host, and of tokens that the host has verified, which come first
     * @param keyForms the forms of API keys that are accepted
     * @param oauth the verifiers of access tokens of identity providers
     * @param tokens the verifier of license tokens, which accepts whatever no other verifier does
     * @param proofs the verifiers of proofs
     */
    record Verifiers(
            List<CredentialVerifier> plugged,
            ApiKeyForms keyForms,
            List<CredentialVerifier> oauth,
            LicenseTokenVerifier tokens,
            Proofs proofs) {

        private CredentialVerifier[] inOrder(LicenseCache licenseCache) {
            List<CredentialVerifier> all = new ArrayList<>(plugged);
            all.add(new ApiKeyVerifier(keyForms, licenseCache::key));
            all.addAll(oauth);
            all.add(tokens);
            return all.toArray(CredentialVerifier[]::new);
        }
    }

    CredentialAuthenticator(
            Verifiers verifiers,
            VerifiedTokens<CachedCredential> cache,
            Limits limits,
            LicenseCache licenseCache,
            StatusLists statusLists,
            RefusalFactory refusalFactory,
            Duration skew,
            FailedCredentialGuard guard,
            CallerOrigins origins) {
        this.guard = guard;
        this.origins = origins;
        this.verifiers = verifiers.inOrder(licenseCache);
        this.proofs = verifiers.proofs();
        this.signedCalls = new SignedCalls(proofs.signatures(), limits);
        this.requiresProof = proofs.isRequired();
        this.tokens = verifiers.tokens();
        this.cache = cache;
        this.limits = limits;
        this.licenseCache = licenseCache;
        this.statusLists = statusLists;
        this.refusalFactory = refusalFactory;
        this.restraints = new RestraintRefusals(proofs, refusalFactory);
        this.skewMillis = skew.toMillis();
    }

    /** Returns whether the key that signed the token of a caller is still trusted; true for API keys. */
    boolean isTrusted(VerifiedCredential caller) {
        return caller.keyHash().isPresent() || tokens.trustsKeyOf(caller);
    }

    Authentication authenticate(Call call, long nowMillis) {
        if (call.path() instanceof RequestPath.Ambiguous path) {
            return new Authentication.Rejected(refusalFactory.ambiguousPath(path.reason()), cachedLicense(call));
        }
        return switch (call.credentials().size()) {
            case 0 -> missing(call);
            case 1 -> authenticate(call, call.credentials().get(0), nowMillis);
            default -> new Authentication.Rejected(refusalFactory.of(RefusalCode.CREDENTIAL_AMBIGUOUS));
        };
    }

    private Authentication missing(Call call) {
        return new Authentication.Rejected(refusalFactory.of(RefusalCode.CREDENTIAL_MISSING, proofs.missing(call)));
    }

    /** Returns the license of a credential that was verified before, null if there is none. Verifies nothing. */
    private @Nullable LicenseId cachedLicense(Call call) {
        if (call.credentials().size() != 1) {
            return null;
        }
        Credential credential = call.credentials().get(0);
        CachedCredential known = cache.get(verifier(credential).cacheName(credential));
        return known == null ? null : known.verified().license();
    }

    private CredentialVerifier verifier(Credential credential) {
        for (CredentialVerifier verifier : verifiers) {
            if (verifier.accepts(credential)) {
                return verifier;
            }
        }
        return tokens;
    }

    private Authentication authenticate(Call call, Credential credential, long nowMillis) {
        CachedCredential repeated = cache.get(credential.value());
        return repeated != null && repeated.isFrom(credential, nowMillis)
                ? stillValid(repeated, call, nowMillis)
                : known(call, credential, nowMillis);
    }

    private Authentication known(Call call, Credential credential, long nowMillis) {
        CredentialVerifier verifier = verifier(credential);
        CachedCredential known = cache.get(verifier.cacheName(credential));
        return known != null && known.isOf(verifier, nowMillis)
                ? validForScheme(known, call, nowMillis)
                : verified(call, credential, nowMillis);
    }

    private Authentication verified(Call call, Credential credential, long nowMillis) {
        if (credential.source() == Source.SIGNATURE) {
            return signed(call, nowMillis);
        }
        CredentialVerifier verifier = verifier(credential);
        long stamp = cache.generation();
        long generation = licenseCache.generation();
        CredentialVerification verification = verifier.verify(credential);
        if (verification instanceof CredentialVerification.Verified verified) {
            VerifiedCredential proven = VerifiedCredential.of(verified);
            String name = verifier.cacheName(credential);
            boolean isFast = name.equals(credential.value()) && !isUnboundDpop(proven, credential);
            var origin = new CachedCredential.Origin(verifier, isFast ? credential.source() : null, generation);
            CachedCredential fresh = new CachedCredential(origin, proven, limits.account(proven.license()));
            cache.put(name, fresh, stamp);
            return validForScheme(fresh, call, nowMillis);
        }
        CredentialVerification.Rejected rejected = (CredentialVerification.Rejected) verification;
        log.debug("A credential from {} is refused: {}", call.peer().address(), rejected.cause());
        return failed(rejected.code(), call, nowMillis, null);
    }

    /** Verifies the signature first: only then is a credential looked up by its key. */
    private Authentication signed(Call call, long nowMillis) {
        SignedCall result = signedCalls.verify(call);
        if (result instanceof SignedCall.Signed signed) {
            return stillValid(signedCalls.credential(signed.key()), call, nowMillis);
        }
        if (result instanceof SignedCall.Refused refused) {
            return unproven(refused.rejected(), call, nowMillis, refused.license());
        }
        return result instanceof SignedCall.Ambiguous
                ? new Authentication.Rejected(refusalFactory.of(RefusalCode.CREDENTIAL_AMBIGUOUS))
                : missing(call);
    }

    private static boolean isUnboundDpop(VerifiedCredential verified, Credential presented) {
        return presented.source() == Source.DPOP && verified.confirmations().isEmpty();
    }

    /** Refuses an unbound credential with the scheme DPoP, which is never cached by its source and so always comes here. */
    private Authentication validForScheme(CachedCredential credential, Call call, long nowMillis) {
        return isUnboundDpop(credential.verified(), call.credentials().get(0))
                ? proven(credential, credential.credentialStatus(licenseCache, nowMillis), call, nowMillis)
                : stillValid(credential, call, nowMillis);
    }

    /** Checks time, revocation, bindings and proof, which may have changed since the credential was verified. */
    private Authentication stillValid(CachedCredential credential, Call call, long nowMillis) {
        VerifiedCredential verified = credential.verified();
        Peer peer = call.peer();
        if (nowMillis >= verified.expiresMillis() + skewMillis) {
            return failed(RefusalCode.CREDENTIAL_EXPIRED, call, nowMillis, verified.license());
        }
        if (nowMillis < verified.validFromMillis() - skewMillis) {
            return failed(RefusalCode.CREDENTIAL_INVALID, call, nowMillis, verified.license());
        }
        CredentialStatus status = credential.credentialStatus(licenseCache, nowMillis);
        RefusalCode refused = status.refused() == null ? listed(verified, nowMillis) : status.refused();
        if (refused != null) {
            return status.hasMoved() && credential.isOlderThan(status)
                    ? verified(call, call.credentials().get(0), nowMillis)
                    : restraints
                            .suspended(status, verified.license())
                            .orElseGet(() -> failed(refused, call, nowMillis, verified.license()));
        }
        if (!verified.admits(peer, status.bindings())) {
            return new Authentication.Rejected(refusalFactory.of(RefusalCode.BINDING_MISMATCH), verified.license());
        }
        boolean needsProof = requiresProof || !status.proofs().isEmpty();
        Authentication result = needsProof ? proven(credential, status, call, nowMillis) : credential;
        if (!(result instanceof Authentication.Rejected)) {
            used(credential, call, nowMillis);
        }
        return result;
    }

    private void used(CachedCredential credential, Call call, long nowMillis) {
        if (credential.isUseToBeNoted(nowMillis)) {
            licenseCache.used(credential.verified().id(), nowMillis);
        }
        long hour = nowMillis / HOUR;
        if (!credential.isStillAt(call.peer().address(), hour)) {
            origins.moved(credential, call, hour);
        }
    }

    /** Verifies the proofs of a call that needs some. */
    private Authentication proven(CachedCredential credential, CredentialStatus status, Call call, long nowMillis) {
        LicenseId license = credential.verified().license();
        ProofVerification result = proofs.verify(call, license, status.proofs());
        if (result instanceof ProofVerification.Rejected rejected) {
            return restraints
                    .unproven(status, rejected, call, license)
                    .orElseGet(() -> unproven(rejected, call, nowMillis, license));
        }
        Map<String, String> fields = ((ProofVerification.Proven) result).responseFields();
        return fields.isEmpty() ? credential : new Authentication.Answered(credential, fields);
    }

    private @Nullable RefusalCode listed(VerifiedCredential verified, long nowMillis) {
        return verified.status().isEmpty() ? null : statusLists.refused(verified, nowMillis);
    }

    private Authentication unproven(
            ProofVerification.Rejected rejected, Call call, long nowMillis, @Nullable LicenseId license) {
        log.debug("A proof from {} is refused: {}", call.peer().address(), rejected.cause());
        ProofChallenge challenge = rejected.challenge();
        return challenge == null
                ? failed(rejected.code(), call, nowMillis, license)
                : failed(refusalFactory.of(rejected.code(), challenge), call.peer(), nowMillis, license);
    }

    private Authentication failed(RefusalCode code, Call call, long nowMillis, @Nullable LicenseId license) {
        if (code == RefusalCode.ENFORCEMENT_UNAVAILABLE) {
            return new Authentication.Rejected(refusalFactory.unavailable(nowMillis), license);
        }
        if (code == RefusalCode.CREDENTIAL_INVALID && license == null) {
            origins.failed(call);
        }
        return failed(refusalFactory.of(code, Proofs.challenge(code, call)), call.peer(), nowMillis, license);
    }

    private Authentication failed(Refusal refusal, Peer peer, long nowMillis, @Nullable LicenseId license) {
        if (isNoFailure(refusal)) {
            return new Authentication.Rejected(refusal, license);
        }
        return new Authentication.Rejected(
                guard.failed(peer, nowMillis)
                        .map(refusalFactory::floodOfFailures)
                        .orElse(refusal),
                license);
    }

    private static boolean isNoFailure(Refusal refusal) {
        ProofChallenge challenge = refusal.challenge();
        // A caller that needs a nonce has done nothing wrong. One whose signature is not valid may have.
        boolean needsNonce = challenge != null
                && !challenge.fields().isEmpty()
                && !challenge.fields().containsKey(SignatureProofVerifier.FIELD);
        return refusal.code() == RefusalCode.ENFORCEMENT_UNAVAILABLE
                || refusal.code() == RefusalCode.BODY_TOO_LARGE
                || needsNonce;
    }
}
