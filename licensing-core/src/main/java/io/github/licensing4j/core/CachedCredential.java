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
    /** The generation of the store before it was verified. */
    private final long generation;
    /** From this epoch millisecond on, it must be verified again. */
    private final long verifyAgainMillis;

    private volatile @Nullable CredentialStatus credentialStatus;
    private volatile @Nullable EvaluatedCaller caller;
    private volatile @Nullable String keyId;
    private volatile @Nullable ShadowTerms shadow;
    private long usedMillis;
    // Plain fields: threads that race may count an address twice, which does no harm.
    private @Nullable String lastAddress;
    private long lastHour;

    /**
     * The verification that a credential comes from.
     *
     * @param by the verifier, null for a signature key
     * @param source the source of the credential, null where the cache does not hold it by its value
     * @param generation the generation of the store before it
     */
    record Origin(@Nullable CredentialVerifier by, @Nullable Source source, long generation) {
        /** The key of a signature leads to its license by itself. */
        static final Origin SIGNATURE = new Origin(null, null, Long.MAX_VALUE);
    }

    /** Returns the credential of a call that has no other than its signature. */
    static CachedCredential signed(VerifiedCredential verified, LimitAccount account) {
        return new CachedCredential(Origin.SIGNATURE, verified, account);
    }

    CachedCredential(Origin origin, VerifiedCredential verified, LimitAccount account) {
        this.verifier = origin.by;
        this.source = origin.source;
        this.generation = origin.generation;
        this.verified = verified;
        this.account = account;
        this.verifyAgainMillis = verified.verifyAgainMillis();
    }

    /**
     * Returns whether it was verified from the same source as a credential with the value that the cache holds it by: the
     * same verifier accepts both. False where the cache holds a digest, which is no credential, and once it must be verified
     * again.
     */
    boolean isFrom(Credential presented, long nowMillis) {
        return source == presented.source() && nowMillis < verifyAgainMillis;
    }

    /**
     * Returns whether a verifier has verified it, and need not verify it again. Another verifier may refuse the same text.
     */
    boolean isOf(CredentialVerifier other, long nowMillis) {
        return verifier == other && nowMillis < verifyAgainMillis;
    }

    /** Returns whether the store has changed since before it was verified, so that its license may be found anew. */
    boolean isOlderThan(CredentialStatus status) {
        return generation < status.generation();
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

    /** Returns the terms under a shadow catalog that were made last, null if there are none. */
    @Nullable
    ShadowTerms shadow() {
        return shadow;
    }

    void keep(ShadowTerms terms) {
        shadow = terms;
    }

    /** Returns the validity of the credential in the store; read again when anything in it, or time, may have changed it. */
    CredentialStatus credentialStatus(LicenseCache licenseCache, long nowMillis) {
        CredentialStatus before = credentialStatus;
        if (before != null && before.generation() == licenseCache.generation() && nowMillis < before.untilMillis()) {
            return before;
        }
        CredentialStatus fresh = licenseCache.credentialStatus(verified, () -> keyId(licenseCache), nowMillis);
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

    /** Returns whether the call before came from the same address, in the same hour. */
    boolean isStillAt(String address, long hour) {
        return hour == lastHour && address.equals(lastAddress);
    }

    /** Sets the address of this call, and returns that of the call before in the same hour, null if there was none. */
    @Nullable
    String moveTo(String address, long hour) {
        String before = lastHour == hour ? lastAddress : null;
        lastAddress = address;
        lastHour = hour;
        return before;
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
