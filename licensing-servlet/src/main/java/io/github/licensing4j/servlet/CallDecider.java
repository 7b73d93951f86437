package io.github.licensing4j.servlet;

import io.github.licensing4j.Call;
import io.github.licensing4j.CalledEndpoint;
import io.github.licensing4j.Decision;
import io.github.licensing4j.Declaration;
import io.github.licensing4j.Dispatch;
import io.github.licensing4j.DispatchAllowed;
import io.github.licensing4j.Granted;
import io.github.licensing4j.Identification;
import io.github.licensing4j.Identified;
import io.github.licensing4j.License;
import io.github.licensing4j.LicenseContext;
import io.github.licensing4j.MatchedPath;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.Refused;
import io.github.licensing4j.RequestPath;
import io.github.licensing4j.Requirement;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Decides pending calls and writes the decisions. Stateless: the state of a call is in its {@link PendingCall}. */
final class CallDecider {
    private final Enforcement enforcement;
    private final DecisionWriter writer;
    private final PathScope scope;
    private final CpuClock cpu;

    CallDecider(Enforcement enforcement, DecisionWriter writer, PathScope scope, CpuClock cpu) {
        this.enforcement = enforcement;
        this.writer = writer;
        this.scope = scope;
        this.cpu = cpu;
    }

    Identification identify(Call call) {
        return enforcement.identify(call);
    }

    void settle(Granted granted, Outcome outcome) {
        enforcement.settle(granted, outcome);
    }

    /** Decides at a handler, as {@link PendingCall#admit} says. Returns whether the handler may run. */
    boolean admit(PendingCall call, CalledEndpoint next, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        DispatcherType type = request.getDispatcherType();
        if (type == DispatcherType.ERROR) {
            boolean passes = !(next.declared() instanceof Declaration.Required) || call.isDecidedFor(next);
            return passes || refuseUnlessEntitled(call, next, request, response);
        }
        return switch (call.stage()) {
            case OPEN -> decideFirstHandler(call, next, request, response);
            case REFUSED -> false;
            case OUTSIDE -> needsNothing(type, next, request) || refuseUnlessEntitled(call, next, request, response);
            case EXEMPT, GRANTED -> {
                boolean known = type == DispatcherType.REQUEST || call.isDecidedFor(next) || !covers(request);
                yield known || refuseUnlessEntitled(call, next, request, response);
            }
        };
    }

    /** Returns whether a handler outside the license check needs nothing; one that declares a requirement always does. */
    private boolean needsNothing(DispatcherType type, CalledEndpoint next, HttpServletRequest request) {
        boolean uncovered = type == DispatcherType.REQUEST || !covers(request);
        return uncovered && !(next.declared() instanceof Declaration.Required);
    }

    private boolean covers(HttpServletRequest request) {
        return scope.covers(Dispatches.path(request));
    }

    /** Decides for the first handler; one that a resource has passed the request on to comes second. */
    private boolean decideFirstHandler(
            PendingCall call, CalledEndpoint next, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        CalledEndpoint resource = call.awaitedResource();
        if (resource != null) {
            return decide(call, resource, request, response) && refuseUnlessEntitled(call, next, request, response);
        }
        if (next.declared() instanceof Declaration.Resource && enforcement.requiresLicense(next)) {
            call.awaitFirstByte(next);
            return true;
        }
        return decide(call, next, request, response);
    }

    /** Admits a request by its credential, as {@link PendingCall#admitCarrier} says. Its async dispatch passes. */
    boolean admitCarrier(PendingCall call, MatchedPath path, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (call.stage() != PendingCall.Stage.OPEN) {
            return !call.isRefused();
        }
        CalledEndpoint carrier = endpoint(call, path, new Declaration.Required(Requirement.license()));
        if (!refuseUnlessEntitled(call, carrier, request, response)) {
            return false;
        }
        if (call.isProofRead && call.identification() instanceof Identified caller) {
            DecisionWriter.writeProofFields(caller, response);
        }
        call.decidedFor(carrier);
        call.exempt();
        return true;
    }

    /** Refuses a request for a reason of the protocol that it carries. */
    boolean refuse(PendingCall call, Refusal refusal, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        return enforcement.observes()
                || refuse(
                        call,
                        enforcement.recorded(call.identification(), FilterRefusals.logged(refusal)),
                        request,
                        response);
    }

    /** Decides a part of a request, as {@link PendingCall#part} says. */
    CallPart part(PendingCall call, CalledEndpoint endpoint) {
        Decision decision = decision(call, endpoint, Dispatch.REQUEST);
        Function<Requirement, Decision> check = requirement -> decision(
                call,
                new CalledEndpoint(
                        endpoint.method(), endpoint.path(), new Declaration.Required(requirement), endpoint.headers()),
                Dispatch.INTERNAL);
        LicenseContext context = decision instanceof Granted granted
                ? LicenseContext.of(granted, check)
                : LicenseContext.undecided(check);
        return new CallPart(enforcement, decision, context, cpu);
    }

    /** Decides an open call at an endpoint. Returns whether it may go on; if not, the response is complete. */
    boolean decide(PendingCall call, CalledEndpoint next, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Decision decision = decision(call, next, Dispatch.REQUEST);
        if (decision instanceof Refused refused) {
            call.decidedFor(next);
            return refuse(call, refused, request, response);
        }
        if (decision instanceof Granted granted) {
            call.grant(granted, next, Measurement.of(granted.measures(), call.measurement(), cpu));
            if (call.isProofRead) {
                DecisionWriter.writeProofFields(granted.caller(), response);
            }
            writer.writeFields(granted, response);
        } else {
            call.decidedFor(next);
            call.exempt();
        }
        return true;
    }

    /** Checks features and scopes only. Returns whether the handler may run; if not, the response is complete. */
    private boolean refuseUnlessEntitled(
            PendingCall call, CalledEndpoint next, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        return !(decision(call, next, Dispatch.INTERNAL) instanceof Refused refused)
                || refuse(call, refused, request, response);
    }

    /** Decides at one endpoint. A caller is identified only where the endpoint requires a license. */
    private Decision decision(PendingCall call, CalledEndpoint next, Dispatch dispatch) {
        boolean known = next.declared() instanceof Declaration.Required || call.isIdentified();
        Optional<Decision> early = known ? Optional.empty() : enforcement.withoutCaller(next);
        if (early.isPresent()) {
            return early.get();
        }
        Identification who = call.identification();
        return who instanceof Identified caller ? enforcement.decide(caller, next, dispatch) : (Refused) who;
    }

    /** Decides at a requirement of the host's own, as {@link PendingCall#check} says. */
    Decision check(PendingCall call, Requirement requirement) {
        if (call.call().path() instanceof RequestPath.Canonical path) {
            Declaration declared = new Declaration.Required(requirement);
            return decision(call, endpoint(call, MatchedPath.of(path.value()), declared), Dispatch.INTERNAL);
        }
        Optional<Refused> refused = refusalOfAmbiguousPath(call);
        return refused.isPresent() ? refused.get() : DispatchAllowed.instance();
    }

    /** Returns an endpoint of a call. Rules have upper-case methods only; no other spelling may slip past them. */
    static CalledEndpoint endpoint(PendingCall call, MatchedPath path, Declaration declared) {
        return new CalledEndpoint(call.call().method().toUpperCase(Locale.ROOT), path, declared, call.headers);
    }

    /**
     * Handles a call that is answered without a decision. It passes if no endpoint that declares nothing requires a
     * license at its path, and in observe mode; otherwise it is to be refused.
     *
     * @return empty if it passes
     */
    Optional<Refused> answeredUndecided(PendingCall call) {
        if (!requiresUndeclared(call) || enforcement.observes()) {
            passedUndecided(call);
            call.exempt();
            return Optional.empty();
        }
        enforcement.undecidedCalls().refused(call.call().path());
        return Optional.of(
                call.identification() instanceof Identified caller
                        ? enforcement.recorded(caller, Enforcement.notDecided())
                        : (Refused) call.identification());
    }

    /** Records a call whose response went out without a decision. */
    void passedUndecided(PendingCall call) {
        enforcement.undecidedCalls().passed(call.call().path());
    }

    private boolean requiresUndeclared(PendingCall call) {
        return !(call.call().path() instanceof RequestPath.Canonical path)
                || enforcement.requiresLicense(endpoint(call, MatchedPath.of(path.value()), Declaration.none()));
    }

    /**
     * Returns the refusal of a call whose path may mean two things, as no rule can be looked up for it.
     *
     * @return empty only in observe mode
     */
    Optional<Refused> refusalOfAmbiguousPath(PendingCall call) {
        if (!(call.identification() instanceof Identified caller)) {
            return Optional.of((Refused) call.identification());
        }
        License license = caller.license().orElse(null);
        if (enforcement.observes() || license == null) {
            return Optional.empty();
        }
        Refusal refusal =
                Refusal.of(FilterRefusals.newId(), RefusalCode.REQUEST_INVALID, "The path may be read in two ways.");
        return Optional.of(enforcement.recorded(caller, FilterRefusals.logged(refusal, license)));
    }

    /** Refuses a call that cannot be decided because of an internal fault. */
    boolean fail(PendingCall call, Throwable fault, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        @Nullable Identification known = call.isIdentified() ? call.identification() : null;
        return refuse(call, enforcement.recorded(known, Enforcement.unavailable(fault)), request, response);
    }

    /** Writes a refusal and returns false. An earlier grant is still settled. */
    boolean refuse(PendingCall call, Refused refused, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        call.refused();
        if (request.getDispatcherType() == DispatcherType.INCLUDE) {
            throw new IncludeRefusedException(refused);
        }
        writer.writeRefusal(refused.refusal(), request, response);
        return false;
    }
}
