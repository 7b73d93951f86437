package io.github.licensing4j.core;

import io.github.licensing4j.Call.Peer;
import io.github.licensing4j.Identified;
import io.github.licensing4j.License;
import io.github.licensing4j.LicenseState;
import io.github.licensing4j.QuotaLimit.Scope;
import io.github.licensing4j.core.catalog.Catalog;
import io.github.licensing4j.core.catalog.Overrides;
import io.github.licensing4j.core.catalog.Terms;
import io.github.licensing4j.core.condition.Condition;
import io.github.licensing4j.core.condition.ConditionInput;
import io.github.licensing4j.core.credential.VerifiedCredential;
import io.github.licensing4j.core.license.LicenseAccess.Active;
import io.github.licensing4j.core.license.LicenseEvaluation;
import io.github.licensing4j.core.limit.LimitAccount;
import io.github.licensing4j.core.limit.LimitSet;
import io.github.licensing4j.core.limit.LimitSubject;
import io.github.licensing4j.core.limit.SeatHolders;
import io.github.licensing4j.core.usage.Usage;
import io.github.licensing4j.core.usage.UsageCaller;
import io.github.licensing4j.core.usage.journal.UsageAccount;
import io.github.licensing4j.spi.LicenseRecord;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A caller with a license in force. One object serves every call of a credential until something it was derived from
 * changes, and pins the catalog snapshot it was derived from.
 */
final class LicensedCaller implements Identified, EvaluatedCaller {
    private static final long USE_MILLIS = 60_000;

    private final CallerEvaluator evaluator;
    private final CachedCredential credential;
    private final LicenseEvaluation evaluation;
    // Copies of what every call reads: one object less to touch.
    private final long generation;
    private final long untilMillis;
    private final boolean isPastDue;
    // Fields without accessors, because every call reads them.
    final Catalog catalog;
    /** Set if the catalog has a condition. */
    final boolean isConditional;

    private final Terms terms;
    private final License license;
    private final Optional<License> shown;
    private final Set<String> features;
    private final LimitSet limits;
    private final KeyThrottles throttles;
    private final boolean isSeated;
    private final LimitSubject limitSubject;
    // Held here as well as by the credential: one object less to touch on every call.
    private final LimitAccount account;
    private final Map<String, String> responseFields;
    private volatile @Nullable UsageCaller usage;
    private volatile ConditionInput.@Nullable Caller shownToConditions;
    private long usedMillis = Long.MIN_VALUE / 2;

    LicensedCaller(
            CallerEvaluator evaluator,
            CachedCredential credential,
            LicenseEvaluation evaluation,
            Active active,
            CallerLimits limits,
            LimitSubject limitSubject) {
        this.evaluator = evaluator;
        this.credential = credential;
        this.evaluation = evaluation;
        this.generation = evaluation.generation();
        this.untilMillis = evaluation.untilMillis();
        this.isPastDue = active.license().state() == LicenseState.PAST_DUE;
        this.catalog = evaluation.catalog();
        this.isConditional = catalog.isConditional();
        this.terms = active.terms();
        this.license = active.license();
        this.shown = Optional.of(license);
        this.features = active.terms().features();
        this.limits = limits.all();
        this.throttles = limits.throttles();
        this.isSeated = limits.all().needsHolders();
        this.limitSubject = limitSubject;
        this.account = credential.account();
        this.responseFields = Map.of();
    }

    private LicensedCaller(LicensedCaller other, LimitSubject limitSubject, Map<String, String> responseFields) {
        this.evaluator = other.evaluator;
        this.credential = other.credential;
        this.evaluation = other.evaluation;
        this.generation = other.generation;
        this.untilMillis = other.untilMillis;
        this.isPastDue = other.isPastDue;
        this.catalog = other.catalog;
        this.isConditional = other.isConditional;
        this.terms = other.terms;
        this.license = other.license;
        this.shown = other.shown;
        this.features = other.features;
        this.limits = other.limits;
        this.throttles = other.throttles;
        this.isSeated = other.isSeated;
        this.limitSubject = limitSubject;
        this.account = other.account;
        this.responseFields = responseFields;
    }

    /** Returns the same caller with the user it calls for and the device it calls from, where a limit counts them. */
    @SuppressWarnings("ReferenceEquality") // The same object unless the call names a user or device.
    LicensedCaller calledBy(Peer peer) {
        String user = peer.user();
        LimitSubject subject = user != null && limits.counts(Scope.USER) ? limitSubject.usedBy(user) : limitSubject;
        if (isSeated) {
            SeatHolders holders = CallHolders.of(subject.holders(), peer, credential.verified());
            subject = holders == subject.holders() ? subject : subject.heldBy(holders);
        }
        return subject == limitSubject ? this : new LicensedCaller(this, subject, responseFields);
    }

    /** Returns the same caller with header fields for the response of one call. */
    LicensedCaller answeredWith(Map<String, String> fields) {
        return new LicensedCaller(this, limitSubject, fields);
    }

    @Override
    public Map<String, String> responseFields() {
        return responseFields;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // A catalog is one snapshot.
    public boolean holds(long current, Catalog live, long nowMillis) {
        return generation == current && catalog == live && nowMillis < untilMillis;
    }

    /** Returns whether the license is past due, with access during its grace period. */
    boolean isPastDue() {
        return isPastDue;
    }

    boolean isOf(CallerEvaluator other) {
        return evaluator == other;
    }

    /** Returns whether the use of the plan is to be noted: once a minute. Threads that race note it twice, which does no harm. */
    boolean isUseToBeNoted(long nowMillis) {
        if (nowMillis - usedMillis < USE_MILLIS) {
            return false;
        }
        usedMillis = nowMillis;
        return true;
    }

    License inForce() {
        return license;
    }

    LimitSubject limitSubject() {
        return limitSubject;
    }

    Catalog catalog() {
        return catalog;
    }

    CachedCredential credential() {
        return credential;
    }

    LicenseEvaluation evaluation() {
        return evaluation;
    }

    /** Returns the terms of the live catalog. */
    Terms terms() {
        return terms;
    }

    VerifiedCredential verified() {
        return credential.verified();
    }

    /** Returns the deviations of the contract from its plan: of the stored record, or of the token without one. */
    Overrides overrides() {
        LicenseRecord stored = evaluation.stored();
        return stored == null
                ? credential.verified().overrides()
                : Overrides.parse(stored.pinned().overrides());
    }

    LimitSet limits() {
        return limits;
    }

    /** Returns the limits that its API key has because of signals, which {@link #limits} has as well. */
    KeyThrottles throttles() {
        return throttles;
    }

    /** Returns the conditions of the limits, by the name of the limit. */
    Map<String, Condition> conditions() {
        return terms.conditions();
    }

    /** Returns this caller as conditions see it; made once. */
    ConditionInput.Caller shownToConditions() {
        ConditionInput.Caller known = shownToConditions;
        if (known == null) {
            known = ConditionCaller.of(license, terms, evaluation.stored(), credential.verified());
            shownToConditions = known;
        }
        return known;
    }

    /** Returns this caller as conditions would see it under the terms of another plan. */
    ConditionInput.Caller shownToConditions(Terms others) {
        return ConditionCaller.of(
                ConditionCaller.under(license, others.plan().id()), others, evaluation.stored(), credential.verified());
    }

    /** Returns the account that the usage of this caller is recorded for. */
    UsageCaller usage(Usage usages) {
        UsageCaller known = usage;
        if (known == null) {
            UsageAccount recorded = new UsageAccount(
                    license.id(),
                    license.customer(),
                    license.plan(),
                    limitSubject.key().isEmpty() ? null : limitSubject.key(),
                    limitSubject.user().isEmpty() ? null : limitSubject.user());
            known = limitSubject.isStored() ? usages.callerOfStored(recorded) : usages.caller(recorded);
            usage = known;
        }
        return known;
    }

    LimitAccount account() {
        return account;
    }

    @Override
    public Optional<License> license() {
        return shown;
    }

    @Override
    public Set<String> features() {
        return features;
    }

    @Override
    public Set<String> scopes() {
        return credential.verified().scopes();
    }

    @Override
    public Set<String> roles() {
        return credential.verified().roles();
    }

    @Override
    public String toString() {
        return "LicensedCaller[" + inForce() + "]";
    }
}
