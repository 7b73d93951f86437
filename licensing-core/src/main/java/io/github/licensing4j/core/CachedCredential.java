package io.github.licensing4j.core;

import io.github.licensing4j.core.CredentialAuthenticator.Authentication.Admitted;
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
 * A verified token as it is remembered: the license it proves, the counters of that license, and what was last found of
 * that license, all one hop from the token.
 */
final class CachedCredential {
    private final CredentialAuthenticator desk;
    private final VerifiedCaller verified;
    private final LimitAccount account;
    private final Admitted admitted = new Admitted(this);
    private volatile @Nullable CredentialStatus credentialStatus;
    private volatile @Nullable Evaluation last;
    private volatile @Nullable String keyId;
    private long usedMillis;

    /**
     * What one look found.
     *
     * @param generation the generation of the license store under which it was found
     * @param licensed the caller as {@code decide} gets it, null if the look found the license barred
     */
    record Evaluation(
            LicenseEvaluation licenseEvaluation,
            long generation,
            @Nullable LicensedCaller licensed) {

        LicensedCaller caller() {
            return Objects.requireNonNull(licensed, "a barred license has no caller");
        }
    }

    CachedCredential(CredentialAuthenticator desk, VerifiedCaller verified, LimitAccount account) {
        this.desk = desk;
        this.verified = verified;
        this.account = account;
    }

    VerifiedCaller verified() {
        return verified;
    }

    /** This caller as an arrival, the same object every time. */
    Admitted admitted() {
        return admitted;
    }

    LimitAccount account() {
        return account;
    }

    /** What the store says of the credential; asked anew when anything in it may have changed. */
    CredentialStatus credentialStatus(LicenseCache book) {
        CredentialStatus before = credentialStatus;
        if (before != null && before.generation() == book.generation()) {
            return before;
        }
        CredentialStatus fresh = book.credentialStatus(verified);
        credentialStatus = fresh;
        return fresh;
    }

    /** What holds of the license now; looked at anew when the catalog, the store or time may have changed it. */
    Evaluation evaluate(LicenseCache book, Catalog live, long nowMillis) {
        Evaluation before = last;
        if (before != null
                && before.generation == book.generation()
                && before.licenseEvaluation.holds(live, nowMillis)) {
            return before;
        }
        // The generation first: what is read after it is at least as new.
        long generation = book.generation();
        LicenseRecord stored = book.find(verified.license()).orElse(null);
        LicenseEvaluation licenseEvaluation =
                LicenseEvaluator.evaluate(verified, stored, live, Instant.ofEpochMilli(nowMillis));
        Evaluation fresh = new Evaluation(licenseEvaluation, generation, null);
        if (licenseEvaluation.licenseStatus() instanceof Active active) {
            LicensedCaller caller = LicensedCaller.of(desk, this, licenseEvaluation, active, nowMillis);
            fresh = new Evaluation(licenseEvaluation.until(caller.untilMillis()), generation, caller);
        }
        last = fresh;
        return fresh;
    }

    /** The id of the API key in whose quotas the caller counts, empty if there is none. Asks the store once. */
    String keyId(LicenseCache book) {
        String known = keyId;
        if (known == null) {
            known = book.countedKey(verified);
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
