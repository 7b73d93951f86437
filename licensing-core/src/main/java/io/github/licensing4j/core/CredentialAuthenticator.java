package io.github.licensing4j.core;

import io.github.licensing4j.Call;
import io.github.licensing4j.Call.Peer;
import io.github.licensing4j.Credential;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.RequestPath;
import io.github.licensing4j.core.credential.ApiKeyVerifier;
import io.github.licensing4j.core.credential.ApiKeys;
import io.github.licensing4j.core.credential.FailedCredentialGuard;
import io.github.licensing4j.core.credential.LicenseTokenVerifier;
import io.github.licensing4j.core.credential.StatusLists;
import io.github.licensing4j.core.credential.Verification;
import io.github.licensing4j.core.credential.VerifiedCaller;
import io.github.licensing4j.core.credential.VerifiedTokens;
import io.github.licensing4j.core.license.CredentialStatus;
import io.github.licensing4j.core.license.LicenseCache;
import io.github.licensing4j.core.limit.Limits;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The first step of the walk: from the credential of a call to the caller it was verified to be of. */
final class CredentialAuthenticator {
    private static final Logger log = LoggerFactory.getLogger(CredentialAuthenticator.class);

    private final LicenseTokenVerifier verifier;
    private final VerifiedTokens<CachedCredential> remembered;
    private final Limits limits;
    private final LicenseCache licenseCache;
    private final StatusLists statusLists;
    private final ApiKeyVerifier keys;
    private final RefusalFactory refusalFactory;
    private final long skewMillis;
    private final FailedCredentialGuard guard = new FailedCredentialGuard();

    /** The result of authenticating a call. */
    sealed interface Authentication {

        /** The credential is verified and valid at this instant. */
        record Authenticated(CachedCredential credential) implements Authentication {}

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

    CredentialAuthenticator(
            LicenseTokenVerifier verifier,
            VerifiedTokens<CachedCredential> remembered,
            Limits limits,
            LicenseCache licenseCache,
            StatusLists statusLists,
            RefusalFactory refusalFactory,
            Duration skew) {
        this.verifier = verifier;
        this.remembered = remembered;
        this.limits = limits;
        this.licenseCache = licenseCache;
        this.statusLists = statusLists;
        this.keys = new ApiKeyVerifier(licenseCache::key);
        this.refusalFactory = refusalFactory;
        this.skewMillis = skew.toMillis();
    }

    /** Whether the key that signed the token of a caller is still trusted; true for API keys. */
    boolean isTrusted(VerifiedCaller caller) {
        return caller.keyHash().isPresent() || verifier.trustsKeyOf(caller);
    }

    Limits limits() {
        return limits;
    }

    LicenseCache licenseCache() {
        return licenseCache;
    }

    Authentication authenticate(Call call, long nowMillis) {
        if (call.path() instanceof RequestPath.Ambiguous path) {
            return new Authentication.Rejected(refusalFactory.ambiguousPath(path.reason()), rememberedLicense(call));
        }
        return switch (call.credentials().size()) {
            case 0 -> new Authentication.Rejected(refusalFactory.of(RefusalCode.CREDENTIAL_MISSING));
            case 1 -> authenticate(call.credentials().get(0), call.peer(), nowMillis);
            default -> new Authentication.Rejected(refusalFactory.of(RefusalCode.CREDENTIAL_AMBIGUOUS));
        };
    }

    /** The license of a credential that was verified before, null if there is none. Verifies nothing. */
    private @Nullable LicenseId rememberedLicense(Call call) {
        if (call.credentials().size() != 1) {
            return null;
        }
        CachedCredential known = remembered.get(name(call.credentials().get(0)));
        return known == null ? null : known.verified().license();
    }

    private static String name(Credential credential) {
        String shown = credential.value();
        return ApiKeys.looksLikeApiKey(shown) ? ApiKeys.cacheName(shown) : shown;
    }

    private Authentication authenticate(Credential credential, Peer peer, long nowMillis) {
        String name = name(credential);
        CachedCredential known = remembered.get(name);
        return known != null
                ? stillHolding(known, peer, nowMillis)
                : verified(credential.value(), name, peer, nowMillis);
    }

    /** @param name what it is remembered by; of an API key, which may hold for ever, no more than its digest is kept */
    private Authentication verified(String token, String name, Peer peer, long nowMillis) {
        long stamp = remembered.generation();
        Verification verification = ApiKeys.looksLikeApiKey(token) ? keys.verify(token) : verifier.verify(token);
        if (verification instanceof Verification.Rejected rejected) {
            log.debug("A credential from {} is refused: {}", peer.address(), rejected.cause());
            return failed(rejected.code(), peer, nowMillis, null);
        }
        VerifiedCaller caller = (VerifiedCaller) verification;
        CachedCredential known = new CachedCredential(this, caller, limits.account(caller.license()));
        remembered.put(name, known, stamp);
        return stillHolding(known, peer, nowMillis);
    }

    /** Verified once is not valid now: time and revocation are looked at on every call. */
    private Authentication stillHolding(CachedCredential caller, Peer peer, long nowMillis) {
        VerifiedCaller verified = caller.verified();
        if (nowMillis >= verified.expiresMillis() + skewMillis) {
            return failed(RefusalCode.CREDENTIAL_EXPIRED, peer, nowMillis, verified.license());
        }
        if (nowMillis < verified.validFromMillis() - skewMillis) {
            return failed(RefusalCode.CREDENTIAL_INVALID, peer, nowMillis, verified.license());
        }
        CredentialStatus credentialStatus = caller.credentialStatus(licenseCache);
        RefusalCode refused = credentialStatus.refused() == null
                ? statusLists.refused(verified, nowMillis)
                : credentialStatus.refused();
        if (refused != null) {
            return failed(refused, peer, nowMillis, verified.license());
        }
        if (nowMillis >= credentialStatus.untilMillis()) {
            return failed(RefusalCode.CREDENTIAL_EXPIRED, peer, nowMillis, verified.license());
        }
        if (!verified.bindings().admits(peer)) {
            return new Authentication.Rejected(refusalFactory.of(RefusalCode.BINDING_MISMATCH), verified.license());
        }
        if (caller.isUseToBeNoted(nowMillis)) {
            licenseCache.used(verified.tokenId(), nowMillis);
        }
        return caller.authenticated();
    }

    private Authentication failed(RefusalCode code, Peer peer, long nowMillis, @Nullable LicenseId license) {
        if (code == RefusalCode.ENFORCEMENT_UNAVAILABLE) {
            return new Authentication.Rejected(refusalFactory.of(code), license);
        }
        return new Authentication.Rejected(
                guard.failed(peer, nowMillis)
                        .map(refusalFactory::floodOfFailures)
                        .orElseGet(() -> refusalFactory.of(code)),
                license);
    }
}
