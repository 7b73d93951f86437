package io.github.licensing4j.core;

import io.github.licensing4j.Call;
import io.github.licensing4j.Call.Peer;
import io.github.licensing4j.CalledEndpoint;
import io.github.licensing4j.Decision;
import io.github.licensing4j.Dispatch;
import io.github.licensing4j.DispatchAllowed;
import io.github.licensing4j.EnforcementMode;
import io.github.licensing4j.Granted;
import io.github.licensing4j.Identification;
import io.github.licensing4j.Identified;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.LicenseNotRequired;
import io.github.licensing4j.Licensing;
import io.github.licensing4j.Measure;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.Refused;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.Reservation;
import io.github.licensing4j.core.CredentialAuthenticator.Authentication;
import io.github.licensing4j.core.CredentialAuthenticator.Authentication.Answered;
import io.github.licensing4j.core.CredentialAuthenticator.Authentication.Rejected;
import io.github.licensing4j.core.EvaluatedCaller.DeniedCaller;
import io.github.licensing4j.core.ShadowComparison.Called;
import io.github.licensing4j.core.catalog.Catalog;
import io.github.licensing4j.core.catalog.LiveCatalog;
import io.github.licensing4j.core.catalog.Unannotated;
import io.github.licensing4j.core.condition.ConditionException;
import io.github.licensing4j.core.license.Entitlements;
import io.github.licensing4j.core.limit.ChargePlans;
import io.github.licensing4j.core.limit.LimitDecision;
import io.github.licensing4j.core.limit.LimitDecision.Exceeded;
import io.github.licensing4j.core.limit.LimitDecision.Unavailable;
import io.github.licensing4j.core.limit.LimitHold;
import io.github.licensing4j.core.limit.LimitRequest;
import io.github.licensing4j.core.limit.Limits;
import io.github.licensing4j.core.usage.Usage;
import io.github.licensing4j.spi.StoreException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides calls in four steps: credential, license state, requirement, limits. The methods are in this order. */
final class DefaultLicensing implements Licensing {
    private final InstantSource clock;
    private final CredentialAuthenticator authenticator;
    private final CallerEvaluator evaluator;
    private final LiveCatalog catalogs;
    private final Unannotated unannotated;
    private final ChargePlans charges = new ChargePlans();
    private final ChargePlans chargesOfParts = ChargePlans.ofParts();
    private final Limits limits;
    private final Usage usage;
    private final Upgrades upgrades;
    private final RefusalFactory refusals;
    private final SafeDecisionListener listener;
    private final EnforcementMode mode;
    private final ShadowSlot shadow;
    private final OutageLog outageLog = new OutageLog();
    private final ConditionLog conditionLog = new ConditionLog();
    private volatile boolean closed;

    DefaultLicensing(
            InstantSource clock,
            CredentialAuthenticator authenticator,
            CallerEvaluator evaluator,
            LiveCatalog catalogs,
            Unannotated unannotated,
            Limits limits,
            Usage usage,
            RefusalFactory refusals,
            SafeDecisionListener listener,
            EnforcementMode mode,
            ShadowSlot shadow) {
        this.clock = clock;
        this.authenticator = authenticator;
        this.evaluator = evaluator;
        this.catalogs = catalogs;
        this.unannotated = unannotated;
        this.limits = limits;
        this.usage = usage;
        this.upgrades = new Upgrades(limits);
        this.refusals = refusals;
        this.listener = listener;
        this.mode = mode;
        this.shadow = shadow;
    }

    @Override
    public Identification identify(Call call) {
        if (closed) {
            return reject(refusals.of(RefusalCode.ENFORCEMENT_UNAVAILABLE), null);
        }
        long now = clock.millis();
        if (evaluator.isStale(now)) {
            return unavailable("the license store has not answered for too long", now);
        }
        try {
            return identify(call, now);
        } catch (StoreException e) {
            return unavailable(e.getMessage(), now);
        }
    }

    private Identification identify(Call call, long now) {
        Authentication authentication = authenticator.authenticate(call, now); // 1 credential
        return authentication instanceof CachedCredential credential
                ? license(credential, call.peer(), now) // 2 license state at this instant
                : answered(authentication, call.peer(), now);
    }

    private Identification answered(Authentication authentication, Peer peer, long now) {
        if (!(authentication instanceof Answered answered)) {
            return reject((Rejected) authentication);
        }
        Identification who = license(answered.credential(), peer, now);
        return who instanceof LicensedCaller caller ? caller.answeredWith(answered.fields()) : who;
    }

    private Identification license(CachedCredential credential, Peer peer, long now) {
        EvaluatedCaller evaluated = evaluator.evaluate(credential, now);
        if (evaluated instanceof LicensedCaller caller) {
            return caller.calledBy(peer);
        }
        return reject(
                refusals.denied(((DeniedCaller) evaluated).denied()),
                credential.verified().license());
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // A catalog is one snapshot.
    public Decision decide(Identified identified, CalledEndpoint endpoint, Dispatch dispatch) {
        // 3 requirement of this endpoint
        Catalog live = catalogs.current();
        Optional<Requirement> requirement = live.requirement(endpoint, unannotated);
        if (requirement.isEmpty()) {
            return LicenseNotRequired.instance();
        }
        ShadowComparison comparison = shadow.comparison;
        if (comparison != null && dispatch == Dispatch.REQUEST && identified instanceof LicensedCaller caller) {
            Called called = new Called(caller, endpoint, requirement.get(), clock.millis());
            return compared(comparison, called, conditions(caller, live, endpoint));
        }
        // Fields, because every call reads them.
        boolean plain = identified instanceof LicensedCaller caller && caller.catalog == live && !caller.isConditional;
        return decide(identified, requirement.get(), dispatch, plain ? null : conditions(identified, live, endpoint));
    }

    /** Decides a call of a request, and compares the decision with that under the shadow catalog. */
    private Decision compared(ShadowComparison comparison, Called called, @Nullable CallConditions conditions) {
        // Before the call counts: the counters of the shadow catalog start with the live ones.
        ComparedCall call = comparison.begin(called);
        if (call == null) {
            return decide(called.caller(), called.requirement(), Dispatch.REQUEST, conditions);
        }
        try {
            return call.decided(decide(called.caller(), called.requirement(), Dispatch.REQUEST, conditions));
        } catch (RuntimeException e) {
            call.abandon();
            throw e;
        }
    }

    /** Returns the conditions of a call, null if there are none. */
    private static @Nullable CallConditions conditions(Identified identified, Catalog live, CalledEndpoint endpoint) {
        boolean ofCaller = identified instanceof LicensedCaller caller && caller.isConditional;
        return ofCaller || live.isConditional() ? new CallConditions(live.condition(endpoint), endpoint) : null;
    }

    private Decision decide(
            Identified identified, Requirement requirement, Dispatch dispatch, @Nullable CallConditions conditions) {
        if (identified instanceof UnlicensedCaller passed && observes()) {
            return dispatch == Dispatch.INTERNAL
                    ? DispatchAllowed.instance()
                    : observed(passed, passed.refusal(), Set.of(), Reservation.empty());
        }
        LicensedCaller caller = evaluator.own(identified);
        LimitRequest request = request(caller, requirement, dispatch);
        Optional<Refusal> refusal = entitlement(caller, requirement, request, conditions);
        return switch (dispatch) {
            case INTERNAL ->
                refusal.isEmpty() ? DispatchAllowed.instance() : refuseDispatch(caller, request, refusal.get());
            case REQUEST, PART ->
                refusal.isEmpty()
                        ? reserve(caller, requirement, request, conditions) // 4 every limit, all or nothing
                        : refuse(caller, request, refusal.get());
        };
    }

    private LimitRequest request(LicensedCaller caller, Requirement requirement, Dispatch dispatch) {
        boolean isPart = dispatch == Dispatch.PART;
        ChargePlans plans = isPart ? chargesOfParts : charges;
        return new LimitRequest(
                caller.limitSubject(),
                isPart ? caller.limits().ofMeters() : caller.limits(),
                plans.of(requirement, caller.catalog().meters()),
                clock.millis());
    }

    private Optional<Refusal> entitlement(
            LicensedCaller caller, Requirement requirement, LimitRequest request, @Nullable CallConditions conditions) {
        if (!Entitlements.covers(caller.features(), requirement)) {
            Set<String> missing = Entitlements.missingFeatures(caller.features(), requirement);
            var upgrade = upgrades.from(caller, requirement, request, conditions);
            return Optional.of(refusals.featuresMissing(caller.inForce(), missing, upgrade));
        }
        if (!requirement.scopes().isEmpty()) {
            Set<String> missing = Entitlements.missingScopes(caller.scopes(), requirement);
            if (!missing.isEmpty()) {
                return Optional.of(refusals.scopesMissing(caller.inForce(), missing));
            }
        }
        if (!requirement.roles().isEmpty()) {
            Set<String> missing = Entitlements.missingRoles(caller.roles(), requirement);
            if (!missing.isEmpty()) {
                return Optional.of(refusals.rolesMissing(caller.inForce(), missing));
            }
        }
        return conditions == null ? Optional.empty() : unmet(caller, request.nowMillis(), conditions);
    }

    /** Returns the refusal by the condition of the endpoint, empty if it holds. */
    private Optional<Refusal> unmet(LicensedCaller caller, long now, CallConditions conditions) {
        try {
            return conditions.holdAt(caller.shownToConditions(), now)
                    ? Optional.empty()
                    : Optional.of(refusals.conditionNotMet(caller.inForce()));
        } catch (ConditionException e) {
            conditionLog.report(e, now);
            return Optional.of(refusals.conditionFailed(caller.inForce()));
        }
    }

    private Decision reserve(
            LicensedCaller caller, Requirement requirement, LimitRequest request, @Nullable CallConditions conditions) {
        if (closed) {
            return unavailable(caller, request, "the engine is closed");
        }
        if (!usage.hasRoom()) {
            return unavailable(caller, request, "the usage journal is full");
        }
        if (conditions == null) {
            return reserved(caller, requirement, request, null);
        }
        LimitRequest counted;
        try {
            counted = request.under(conditions.counting(
                    request.limits(), caller.conditions(), caller.shownToConditions(), request.nowMillis()));
        } catch (ConditionException e) {
            conditionLog.report(e, request.nowMillis());
            return refuse(caller, request, refusals.conditionFailed(caller.inForce()));
        }
        return reserved(caller, requirement, counted, conditions);
    }

    private Decision reserved(
            LicensedCaller caller, Requirement requirement, LimitRequest request, @Nullable CallConditions conditions) {
        LimitDecision decision = limits.reserve(caller.account(), request);
        if (decision instanceof LimitHold hold) {
            return CallReservation.grant(caller, hold, usage, listener);
        }
        if (decision instanceof Exceeded exceeded) {
            var upgrade = upgrades.from(caller, requirement, request, conditions);
            return refuse(caller, request, refusals.limitExceeded(caller.inForce(), exceeded, upgrade));
        }
        return unavailable(caller, request, ((Unavailable) decision).reason());
    }

    private Decision unavailable(LicensedCaller caller, LimitRequest request, String reason) {
        outageLog.report(reason, request.nowMillis());
        return refuse(caller, request, refusals.unavailable(request.nowMillis()));
    }

    private Identification unavailable(@Nullable String reason, long now) {
        outageLog.report(String.valueOf(reason), now);
        return reject(refusals.unavailable(now), null);
    }

    private boolean observes() {
        return mode == EnforcementMode.OBSERVE;
    }

    private Identification reject(Rejected rejected) {
        return reject(rejected.refusal(), rejected.license());
    }

    private Identification reject(Refusal refusal, @Nullable LicenseId license) {
        listener.refused(refusal, license, "");
        return observes() ? new UnlicensedCaller(refusal) : new Refused(refusal);
    }

    private Decision refuseDispatch(LicensedCaller caller, LimitRequest request, Refusal refusal) {
        listener.refused(refusal, caller.inForce().id(), request.endpoint());
        return observes() ? DispatchAllowed.instance() : new Refused(refusal);
    }

    private Decision refuse(LicensedCaller caller, LimitRequest request, Refusal refusal) {
        listener.refused(refusal, caller.inForce().id(), request.endpoint());
        return observes()
                ? observed(
                        caller,
                        refusal,
                        caller.catalog().measures(),
                        new ObservedCall(caller, limits.observe(request), usage))
                : new Refused(refusal);
    }

    private static Granted observed(
            Identified caller, Refusal refusal, Set<Measure> measures, Reservation reservation) {
        List<String> notices = List.of("would-refuse:" + refusal.code().text());
        return new Granted(caller, refusal.limits(), notices, measures, reservation);
    }

    /** Refuses with 503 every call that is identified or decided later. Returns false if ended before. */
    boolean end() {
        boolean first = !closed;
        closed = true;
        return first;
    }
}
