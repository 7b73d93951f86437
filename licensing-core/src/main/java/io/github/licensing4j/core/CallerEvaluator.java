package io.github.licensing4j.core;

import io.github.licensing4j.Identified;
import io.github.licensing4j.QuotaLimit.Scope;
import io.github.licensing4j.core.EvaluatedCaller.DeniedCaller;
import io.github.licensing4j.core.catalog.Catalog;
import io.github.licensing4j.core.catalog.LiveCatalog;
import io.github.licensing4j.core.license.LicenseAccess;
import io.github.licensing4j.core.license.LicenseAccess.Active;
import io.github.licensing4j.core.license.LicenseAccess.Denied;
import io.github.licensing4j.core.license.LicenseCache;
import io.github.licensing4j.core.license.LicenseEvaluation;
import io.github.licensing4j.core.license.LicenseEvaluator;
import io.github.licensing4j.core.limit.LimitSet;
import io.github.licensing4j.core.limit.LimitSubject;
import io.github.licensing4j.core.limit.Limits;
import io.github.licensing4j.core.limit.Proration;
import io.github.licensing4j.spi.LicenseRecord;
import java.time.Instant;

/** Evaluates the licenses of callers, and keeps each result with its credential. Safe for use by many threads. */
final class CallerEvaluator {
    private final LiveCatalog catalogs;
    private final LicenseCache licenseCache;
    private final Limits limits;

    CallerEvaluator(LiveCatalog catalogs, LicenseCache licenseCache, Limits limits) {
        this.catalogs = catalogs;
        this.licenseCache = licenseCache;
        this.limits = limits;
    }

    /** Returns whether cached licenses are too old to be used. */
    boolean isStale(long nowMillis) {
        return licenseCache.isStale(nowMillis);
    }

    /**
     * Returns the caller of a credential at an instant, and records the use of its plan now and then. It is the same
     * object until the catalog, the store or time may have changed it.
     */
    EvaluatedCaller evaluate(CachedCredential credential, long nowMillis) {
        EvaluatedCaller evaluated = evaluate(credential, catalogs.current(), nowMillis);
        if (evaluated instanceof LicensedCaller caller && caller.isUseToBeNoted(nowMillis)) {
            catalogs.used(caller.inForce().plan(), nowMillis);
        }
        return evaluated;
    }

    private EvaluatedCaller evaluate(CachedCredential credential, Catalog live, long nowMillis) {
        // The generation first: what is read after it is at least as new.
        long generation = licenseCache.generation();
        EvaluatedCaller before = credential.caller();
        if (before != null && before.holds(generation, live, nowMillis)) {
            return before;
        }
        LicenseRecord stored =
                licenseCache.find(credential.verified().license()).orElse(null);
        LicenseEvaluation evaluation = LicenseEvaluator.evaluate(
                        credential.verified(), stored, live, Instant.ofEpochMilli(nowMillis))
                .at(generation);
        EvaluatedCaller fresh = caller(credential, evaluation, nowMillis);
        credential.keep(fresh);
        return fresh;
    }

    /**
     * Returns an identified caller of this engine.
     *
     * @throws IllegalArgumentException if the caller was not identified by this engine
     */
    LicensedCaller own(Identified identified) {
        if (identified instanceof LicensedCaller caller && caller.isOf(this)) {
            return caller;
        }
        throw new IllegalArgumentException("the caller was not identified by this engine: " + identified);
    }

    private EvaluatedCaller caller(CachedCredential credential, LicenseEvaluation evaluation, long nowMillis) {
        LicenseAccess access = evaluation.licenseAccess();
        return access instanceof Active active
                ? licensed(credential, evaluation, active, nowMillis)
                : new DeniedCaller(evaluation, (Denied) access);
    }

    private LicensedCaller licensed(
            CachedCredential credential, LicenseEvaluation evaluation, Active active, long nowMillis) {
        LicenseRecord stored = evaluation.stored();
        KeyThrottles throttles = stored == null
                ? KeyThrottles.NONE
                : KeyThrottles.of(stored, () -> credential.keyId(licenseCache), nowMillis);
        Proration amounts = throttles.addedTo(Proration.of(active, nowMillis));
        LimitSet applying = limits.limitSet(amounts, throttles.naming(active.terms()));
        LimitSubject subject = stored == null
                ? LimitSubjects.of(active, credential.verified().anchor())
                : LimitSubjects.of(active, stored, licenseCache, countedKey(credential, applying));
        if (applying.needsHolders()) {
            String key = stored == null ? "" : credential.keyId(licenseCache);
            subject = subject.heldBy(CallHolders.of(credential.verified(), key));
        }
        LicenseEvaluation limited = evaluation.until(amounts.untilMillis());
        return new LicensedCaller(this, credential, limited, active, new CallerLimits(applying, throttles), subject);
    }

    /** Returns the id of the API key in whose quotas a caller counts; empty if no limit counts by key. */
    private String countedKey(CachedCredential credential, LimitSet applying) {
        return applying.counts(Scope.KEY) ? credential.keyId(licenseCache) : "";
    }
}
