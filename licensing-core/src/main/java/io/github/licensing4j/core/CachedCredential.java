package io.github.licensing4j.core;

import io.github.licensing4j.Credential;
import io.github.licensing4j.Credential.Source;
import io.github.licensing4j.core.CredentialAuthenticator.Authentication;
import io.github.licensing4j.core.credential.VerifiedCredential;
import io.github.licensing4j.core.license.CredentialStatus;
import io.github.licensing4j.core.license.LicenseCache;
import io.github.licensing4j.core.limit.LimitAccount;
import io.github.licensing4j.spi.CredentialVerifier;
import org.jspecify.annotations.Nullable;

/**
 * A verified credential in the cache, with the counters of its license and its caller, so that a warm call reaches all of
 * them in one hop. As the result of an authentication, it is valid at that instant.
 */
final class CachedCredential implements Authentication {
    /** Null for a signature key, which no verifier of credentials has verified. */
    private final @Nullable CredentialVerifier verifier;
    /** The source that the credential was verified from, if the cache holds it by its value; null if it holds a digest. */
    private final @Nullable Source source;

    private final VerifiedCredential verified;
    private final LimitAccount account;
    private volatile @Nullable CredentialStatus credentialStatus;
    private volatile @Nullable EvaluatedCaller caller;
    private volatile @Nullable String keyId;
    private long usedMillis;

    /** Returns the credential of a call that has no other than its signature. */
    static CachedCredential signed(VerifiedCredential verified, LimitAccount account) {
        return new CachedCredential(null, null, verified, account);
    }

    /** @param source null where the cache does not hold it by its value */
    CachedCredential(
            @Nullable CredentialVerifier verifier,
            @Nullable Source source,
            VerifiedCredential verified,
            LimitAccount account) {
        this.verifier = verifier;
        this.source = source;
        this.verified = verified;
        this.account = account;
    }

    /**
     * Returns whether it was verified from the same source as a credential with the value that the cache holds it by: the
     * same verifier accepts both. False where the cache holds a digest, which is no credential.
     */
    boolean isFrom(Credential presented) {
        return source == presented.source();
    }

    /** Returns whether a verifier has verified it. Another one may refuse the same text. */
    boolean isOf(CredentialVerifier other) {
        return verifier == other;
    }

    VerifiedCredential verified() {
        return verified;
    }

    LimitAccount account() {
        return account;
    }

    /** Returns the caller that was evaluated last, null if there is none yet. */
    @Nullable
    EvaluatedCaller caller() {
        return caller;
    }

    void keep(EvaluatedCaller evaluated) {
        caller = evaluated;
    }

    /** Returns the validity of the credential in the store; read again when anything in it may have changed. */
    CredentialStatus credentialStatus(LicenseCache licenseCache) {
        CredentialStatus before = credentialStatus;
        if (before != null && before.generation() == licenseCache.generation()) {
            return before;
        }
        CredentialStatus fresh = licenseCache.credentialStatus(verified);
        credentialStatus = fresh;
        return fresh;
    }

    /** Returns the id of the API key in whose quotas the caller counts, empty if there is none. Reads the store once. */
    String keyId(LicenseCache licenseCache) {
        String known = keyId;
        if (known == null) {
            known = licenseCache.countedKey(verified);
            keyId = known;
        }
        return known;
    }

    /** Returns whether the use of an API key is to be noted: once a minute. Threads that race note it twice, which does no harm. */
    boolean isUseToBeNoted(long nowMillis) {
        if (nowMillis - usedMillis < 60_000 || verified.keyHash().isEmpty()) {
            return false;
        }
        usedMillis = nowMillis;
        return true;
    }
}
