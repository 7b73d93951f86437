package io.github.licensing4j.core;

import io.github.licensing4j.Call;
import io.github.licensing4j.Call.Peer;
import io.github.licensing4j.CalledEndpoint;
import io.github.licensing4j.Decision;
import io.github.licensing4j.Dispatch;
import io.github.licensing4j.ForwardAllowed;
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
import io.github.licensing4j.core.CachedCredential.Evaluation;
import io.github.licensing4j.core.CredentialAuthenticator.Authentication;
import io.github.licensing4j.core.CredentialAuthenticator.Authentication.Rejected;
import io.github.licensing4j.core.license.Entitlements;
import io.github.licensing4j.core.license.LicenseStatus.Denied;
import io.github.licensing4j.core.limit.LimitDecision;
import io.github.licensing4j.core.limit.LimitDecision.Exceeded;
import io.github.licensing4j.core.limit.LimitDecision.Reserved;
import io.github.licensing4j.core.limit.LimitDecision.Unavailable;
import io.github.licensing4j.core.limit.LimitRequest;
import io.github.licensing4j.spi.StoreException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The walk of a call: credential, license state, requirement, limits, in this order. */
final class DefaultLicensing implements Licensing {
    private final Engine engine;
    private final OutageLog outageLog = new OutageLog();
    private volatile boolean closed;

    DefaultLicensing(Engine engine) {
        this.engine = engine;
    }

    @Override
    public Identification identify(Call call) {
        if (closed) {
            return reject(engine.refusalFactory().of(RefusalCode.ENFORCEMENT_UNAVAILABLE), null);
        }
        long now = engine.clock().millis();
        if (engine.licenseCache().isStale(now)) {
            return unavailable("the license store has not answered for too long", now);
        }
        try {
            return identify(call, now);
        } catch (StoreException e) {
            return unavailable(e.getMessage(), now);
        }
    }

    private Identification identify(Call call, long now) {
        Authentication authentication = engine.credentialAuthenticator().authenticate(call, now); // 1 credential
        if (authentication instanceof Rejected rejected) {
            return reject(rejected.refusal(), rejected.license());
        }
        CachedCredential credential = ((Authentication.Authenticated) authentication).credential();
        return license(credential, call.peer(), now); // 2 license state at this instant
    }

    private Identification license(CachedCredential known, Peer peer, long now) {
        Evaluation evaluation =
                known.evaluate(engine.licenseCache(), engine.catalogs().current(), now);
        if (evaluation.licenseEvaluation().licenseStatus() instanceof Denied denied) {
            return reject(
                    engine.refusalFactory().denied(denied), known.verified().license());
        }
        LicensedCaller caller = evaluation.caller().calledBy(peer);
        engine.catalogs().used(caller.inForce().plan(), now);
        return caller;
    }

    @Override
    public Decision decide(Identified identified, CalledEndpoint endpoint, Dispatch dispatch) {
        Optional<Requirement> requirement = engine.requirement(endpoint); // 3 requirement of this endpoint
        return requirement.isEmpty() ? LicenseNotRequired.instance() : decide(identified, requirement.get(), dispatch);
    }

    private Decision decide(Identified identified, Requirement requirement, Dispatch dispatch) {
        if (identified instanceof UnlicensedCaller passed && engine.observes()) {
            return dispatch == Dispatch.FORWARD
                    ? ForwardAllowed.instance()
                    : observed(passed, passed.refusal(), Set.of(), UnlicensedCall.INSTANCE);
        }
        LicensedCaller caller = engine.own(identified);
        LimitRequest request = engine.request(caller, requirement);
        Optional<Refusal> refusal = entitlement(caller, requirement, request);
        return switch (dispatch) {
            case FORWARD -> refusal.isEmpty() ? ForwardAllowed.instance() : refuseForward(caller, refusal.get());
            case REQUEST ->
                refusal.isEmpty()
                        ? reserve(caller, requirement, request) // 4 every limit, all or nothing
                        : refuse(caller, request, refusal.get());
        };
    }

    private Optional<Refusal> entitlement(LicensedCaller caller, Requirement requirement, LimitRequest request) {
        if (!Entitlements.covers(caller.features(), requirement)) {
            Set<String> missing = Entitlements.missingFeatures(caller.features(), requirement);
            var upgrade = engine.upgrades().from(caller, requirement, request);
            return Optional.of(engine.refusalFactory().featuresMissing(caller.inForce(), missing, upgrade));
        }
        Set<String> missing = Entitlements.missingScopes(caller.scopes(), requirement);
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(engine.refusalFactory().scopesMissing(caller.inForce(), missing));
    }

    private Decision reserve(LicensedCaller caller, Requirement requirement, LimitRequest request) {
        if (!engine.usage().hasRoom()) {
            return unavailable(caller, request, "the usage journal is full");
        }
        LimitDecision decision = engine.limits().reserve(caller.account(), request);
        if (decision instanceof Reserved reserved) {
            Granted granted = new CallReservation(caller, reserved, engine).granted();
            engine.safeDecisionListener().granted(granted);
            return granted;
        }
        if (decision instanceof Exceeded exceeded) {
            var upgrade = engine.upgrades().from(caller, requirement, request);
            return refuse(caller, request, engine.refusalFactory().limitExceeded(caller.inForce(), exceeded, upgrade));
        }
        return unavailable(caller, request, ((Unavailable) decision).reason());
    }

    private Decision unavailable(LicensedCaller caller, LimitRequest request, String reason) {
        outageLog.report(reason, request.nowMillis());
        return refuse(caller, request, engine.refusalFactory().of(RefusalCode.ENFORCEMENT_UNAVAILABLE));
    }

    private Identification unavailable(@Nullable String reason, long now) {
        outageLog.report(String.valueOf(reason), now);
        return reject(engine.refusalFactory().of(RefusalCode.ENFORCEMENT_UNAVAILABLE), null);
    }

    private Identification reject(Refusal refusal, @Nullable LicenseId license) {
        engine.safeDecisionListener().refused(refusal, license);
        return engine.observes() ? new UnlicensedCaller(refusal) : new Refused(refusal);
    }

    private Decision refuseForward(LicensedCaller caller, Refusal refusal) {
        engine.safeDecisionListener().refused(refusal, caller.inForce().id());
        return engine.observes() ? ForwardAllowed.instance() : new Refused(refusal);
    }

    private Decision refuse(LicensedCaller caller, LimitRequest request, Refusal refusal) {
        engine.safeDecisionListener().refused(refusal, caller.inForce().id());
        return engine.observes()
                ? observed(
                        caller,
                        refusal,
                        caller.catalog().measures(),
                        new ObservedCall(caller, engine.limits().observe(request), engine.usage()))
                : new Refused(refusal);
    }

    private static Granted observed(
            Identified caller, Refusal refusal, Set<Measure> measures, Reservation reservation) {
        List<String> notices = List.of("would-refuse:" + refusal.code().text());
        return new Granted(caller, refusal.limits(), notices, measures, reservation);
    }

    /** Refuses every later call. Returns false if this was called before. */
    boolean end() {
        boolean first = !closed;
        closed = true;
        return first;
    }
}
