package io.github.licensing4j.core;

import io.github.licensing4j.core.CredentialAuthenticator.Authentication.Authenticated;
import io.github.licensing4j.core.catalog.Catalog;
import io.github.licensing4j.core.credential.VerifiedCaller;
import io.github.licensing4j.core.license.CredentialStatus;
import io.github.licensing4j.core.license.LicenseCache;
import io.github.licensing4j.core.license.LicenseEvaluation;
import io.github.licensing4j.core.license.LicenseEvaluator;
import io.github.licensing4j.core.license.LicenseStatus.Active;
import io.github.licensing4j.core.limit.LimitAccount;
import io.github.licensing4j.spi.LicenseRecord;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A verified credential in the cache, with the counters and the last evaluation of its license, so that a warm call reaches all of
 * them in one hop.
 */
final class CachedCredential {
    private final CredentialAuthenticator authenticator;
    private final VerifiedCaller verified;
    private final LimitAccount account;
    private final Authenticated authenticated = new Authenticated(this);
    private volatile @Nullable CredentialStatus credentialStatus;
    private volatile @Nullable Evaluation last;
    private volatile @Nullable String keyId;
    private long usedMillis;

    /**
     * An evaluation of the license that is valid until the store, the catalog or time changes it.
     *
     * @param generation the generation of the license store that was evaluated
     * @param licensed the caller that {@code identify} returns, null if the license is denied
     */
    record Evaluation(
            LicenseEvaluation licenseEvaluation,
            long generation,
            @Nullable LicensedCaller licensed) {

        LicensedCaller caller() {
            return Objects.requireNonNull(licensed, "a denied license has no caller");
        }
    }

    CachedCredential(CredentialAuthenticator authenticator, VerifiedCaller verified, LimitAccount account) {
        this.authenticator = authenticator;
        this.verified = verified;
        this.account = account;
    }

    VerifiedCaller verified() {
        return verified;
    }

    /** Returns the result of authenticating this credential, the same object every time. */
    Authenticated authenticated() {
        return authenticated;
    }

    LimitAccount account() {
        return account;
    }

    /** What the store says of the credential; asked anew when anything in it may have changed. */
    CredentialStatus credentialStatus(LicenseCache licenseCache) {
        CredentialStatus before = credentialStatus;
        if (before != null && before.generation() == licenseCache.generation()) {
            return before;
        }
        CredentialStatus fresh = licenseCache.credentialStatus(verified);
        credentialStatus = fresh;
        return fresh;
    }

    /** What holds of the license now; looked at anew when the catalog, the store or time may have changed it. */
    Evaluation evaluate(LicenseCache licenseCache, Catalog live, long nowMillis) {
        Evaluation before = last;
        if (before != null
                && before.generation == licenseCache.generation()
                && before.licenseEvaluation.holds(live, nowMillis)) {
            return before;
        }
        // The generation first: what is read after it is at least as new.
        long generation = licenseCache.generation();
        LicenseRecord stored = licenseCache.find(verified.license()).orElse(null);
        LicenseEvaluation licenseEvaluation =
                LicenseEvaluator.evaluate(verified, stored, live, Instant.ofEpochMilli(nowMillis));
        Evaluation fresh = new Evaluation(licenseEvaluation, generation, null);
        if (licenseEvaluation.licenseStatus() instanceof Active active) {
            LicensedCaller caller = LicensedCaller.of(authenticator, this, licenseEvaluation, active, nowMillis);
            fresh = new Evaluation(licenseEvaluation.until(caller.untilMillis()), generation, caller);
        }
        last = fresh;
        return fresh;
    }

    /** The id of the API key in whose quotas the caller counts, empty if there is none. Asks the store once. */
    String keyId(LicenseCache licenseCache) {
        String known = keyId;
        if (known == null) {
            known = licenseCache.countedKey(verified);
            keyId = known;
        }
        return known;
    }

    /** Whether the use of an API key is to be noted: once a minute. Threads that race note it twice, which does no harm. */
    boolean isUseToBeNoted(long nowMillis) {
        if (nowMillis - usedMillis < 60_000 || verified.keyHash().isEmpty()) {
            return false;
        }
        usedMillis = nowMillis;
        return true;
    }
}
