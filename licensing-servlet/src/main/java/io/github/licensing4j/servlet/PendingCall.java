package io.github.licensing4j.servlet;

import io.github.licensing4j.Call;
import io.github.licensing4j.CalledEndpoint;
import io.github.licensing4j.Decision;
import io.github.licensing4j.Declaration;
import io.github.licensing4j.Dispatch;
import io.github.licensing4j.ForwardAllowed;
import io.github.licensing4j.Granted;
import io.github.licensing4j.Identification;
import io.github.licensing4j.Identified;
import io.github.licensing4j.License;
import io.github.licensing4j.LicenseContext;
import io.github.licensing4j.MatchedPath;
import io.github.licensing4j.Measure;
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
import java.util.Set;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * A call before its decision: read at once, identified on first use, decided once. One request attribute holds it, so
 * that the stage that resolves the handler can call {@link #admit}. Used by one thread at a time, as a request is; its
 * fields are volatile because an async call continues on other threads.
 */
public final class PendingCall {
    static final String ATTRIBUTE = PendingCall.class.getName();

    private static final AtomicIntegerFieldUpdater<PendingCall> SETTLED =
            AtomicIntegerFieldUpdater.newUpdater(PendingCall.class, "settled");

    private final Call call;
    private final Enforcement enforcement;
    private final DecisionWriter writer;
    private final PathScope scope;
    private volatile @Nullable Identification identification;
    private volatile @Nullable Granted granted;
    private volatile @Nullable Measurement measurement;

    @SuppressWarnings("UnusedVariable") // Read and written through its updater.
    private volatile int settled;
    /** The endpoint that the call was decided for, or, while the call is open, the resource that it is decided for once it answers. */
    private volatile @Nullable CalledEndpoint target;

    private volatile Stage stage = Stage.READ;

    private enum Stage {
        /** Outside the filter, or read by a filter in front of it. */
        READ,
        /** Inside the filter, which settles it; undecided. */
        OPEN,
        EXEMPT,
        GRANTED,
        REFUSED
    }

    PendingCall(Call call, Enforcement enforcement, DecisionWriter writer, PathScope scope) {
        this.call = call;
        this.enforcement = enforcement;
        this.writer = writer;
        this.scope = scope;
    }

    /** Returns the call of a request; empty outside the filter. */
    public static Optional<PendingCall> of(HttpServletRequest request) {
        return Optional.ofNullable(in(request)).filter(pending -> pending.stage != Stage.READ);
    }

    /**
     * Returns the call of a request, even if its path is outside the license check; empty if the filter has not read
     * it.
     */
    public static Optional<PendingCall> read(HttpServletRequest request) {
        return Optional.ofNullable(in(request));
    }

    static @Nullable PendingCall in(HttpServletRequest request) {
        return (PendingCall) request.getAttribute(ATTRIBUTE);
    }

    /**
     * Returns whether the request carries a credential, valid or not. Does not authenticate it, so nothing is refused
     * yet.
     */
    public boolean hasCredential() {
        return !call.credentials().isEmpty();
    }

    /**
     * Returns the identified caller or the refusal. Identifies on the first call and returns the same result from then
     * on. Never throws.
     */
    public Identification identification() {
        Identification known = identification;
        if (known == null) {
            known = enforcement.identify(call);
            identification = known;
        }
        return known;
    }

    /**
     * Decides the call with the handler that was chosen for it, and writes the header fields of a grant or the complete
     * response of a refusal. A refused identification is answered here too, so that exempt handlers need no credential.
     *
     * <p>Decides once per request, for the first handler. Another handler that an async dispatch, a forward or an
     * include reaches is checked for features and scopes and charges nothing; so is a handler outside the filter that
     * declares a requirement, and an error page that declares one, while other error pages pass. A static resource
     * under a catalog rule is decided at its first byte, so that a missing one consumes nothing.
     *
     * @param path the path the handler was chosen by
     * @param declared what the handler declares
     * @return whether the handler may run; if not, the response is complete
     * @throws IOException if the response cannot be written, or to end an include that is refused
     */
    public boolean admit(
            MatchedPath path, Declaration declared, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        DispatcherType type = request.getDispatcherType();
        CalledEndpoint next = new CalledEndpoint(method(), path, declared);
        if (type == DispatcherType.ERROR) {
            boolean passes = !(declared instanceof Declaration.Required) || next.equals(target);
            return passes || check(next, request, response);
        }
        return switch (stage) {
            case OPEN -> first(next, request, response);
            case REFUSED -> false;
            case READ -> isOutside(type, next, request) || check(next, request, response);
            case EXEMPT, GRANTED -> {
                boolean known = type == DispatcherType.REQUEST || next.equals(target) || !covers(request);
                yield known || check(next, request, response);
            }
        };
    }

    /**
     * Returns whether a handler that the filter did not decide for requires no license; one that requires something
     * always does.
     */
    private boolean isOutside(DispatcherType type, CalledEndpoint next, HttpServletRequest request) {
        boolean uncovered = type == DispatcherType.REQUEST || !covers(request);
        return uncovered && !(next.declared() instanceof Declaration.Required);
    }

    private boolean covers(HttpServletRequest request) {
        return scope.covers(Dispatches.path(request));
    }

    /** Decides for the first handler; one that a resource has passed the request on to comes second. */
    private boolean first(CalledEndpoint next, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        CalledEndpoint resource = target;
        if (resource != null) {
            return decide(resource, request, response) && check(next, request, response);
        }
        if (next.declared() instanceof Declaration.Resource && enforcement.requiresLicense(next)) {
            target = next;
            return true;
        }
        return decide(next, request, response);
    }

    /**
     * Exempts the call from the license check, whatever a rule says; for handlers that are not the host's own
     * endpoints.
     */
    public void leaveOut() {
        if (stage == Stage.OPEN) {
            stage = Stage.EXEMPT;
        }
    }

    /** Returns whether the filter has entered the call, so that its path is inside the license check. */
    public boolean isInside() {
        return stage != Stage.READ;
    }

    /** Returns whether the call is undecided. */
    public boolean undecided() {
        return stage == Stage.READ || stage == Stage.OPEN;
    }

    /** Returns whether the filter has entered the call and no handler has decided it. */
    boolean isOpen() {
        return stage == Stage.OPEN;
    }

    boolean isRefused() {
        return stage == Stage.REFUSED;
    }

    /** Returns whether the handler that the call was decided for is a static resource. */
    boolean isOfResource() {
        CalledEndpoint known = target;
        return known != null && known.declared() instanceof Declaration.Resource;
    }

    /**
     * Decides an open call at the first byte of its response.
     *
     * @return whether the response may go on; if not, it is complete. Empty if there is no handler to decide for
     */
    Optional<Boolean> decideResource(HttpServletRequest request, HttpServletResponse response) throws IOException {
        CalledEndpoint resource = target;
        return resource == null ? Optional.empty() : Optional.of(decide(resource, request, response));
    }

    private boolean decide(CalledEndpoint next, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Decision decision = decision(next, Dispatch.REQUEST);
        target = next;
        if (decision instanceof Granted grant) {
            granted = grant;
            stage = Stage.GRANTED;
            writer.write(grant, response);
            return true;
        }
        if (decision instanceof Refused refused) {
            return refuse(refused, request, response);
        }
        stage = Stage.EXEMPT;
        return true;
    }

    private boolean check(CalledEndpoint next, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        return !(decision(next, Dispatch.FORWARD) instanceof Refused refused) || refuse(refused, request, response);
    }

    /** Decides at one endpoint. A caller is identified only where the endpoint requires a license. */
    private Decision decision(CalledEndpoint next, Dispatch dispatch) {
        boolean known = next.declared() instanceof Declaration.Required || identification instanceof Identified;
        Optional<Decision> early = known ? Optional.empty() : enforcement.withoutCaller(next);
        if (early.isPresent()) {
            return early.get();
        }
        Identification who = identification();
        return who instanceof Identified caller ? enforcement.decide(caller, next, dispatch) : (Refused) who;
    }

    /**
     * Handles a call that is answered without a decision. It passes if no endpoint that declares nothing requires a
     * license at its path, and in observe mode; otherwise it is to be refused.
     *
     * @return empty if it passes
     */
    Optional<Refused> answeredUndecided() {
        if (!requiresUndeclared() || enforcement.observes()) {
            enforcement.undecided().passed(call.path());
            leaveOut();
            return Optional.empty();
        }
        enforcement.undecided().refused(call.path());
        return Optional.of(
                identification() instanceof Identified caller
                        ? enforcement.recorded(caller, Enforcement.notDecided())
                        : (Refused) identification());
    }

    private boolean requiresUndeclared() {
        return !(call.path() instanceof RequestPath.Canonical path)
                || enforcement.requiresLicense(
                        new CalledEndpoint(method(), MatchedPath.of(path.value()), Declaration.none()));
    }

    /**
     * Returns the refusal of a call whose path may mean two things, as no rule can be looked up for it.
     *
     * @return empty only in observe mode
     */
    Optional<Refused> ambiguous() {
        if (!(identification() instanceof Identified caller)) {
            return Optional.of((Refused) identification());
        }
        License license = caller.license().orElse(null);
        if (enforcement.observes() || license == null) {
            return Optional.empty();
        }
        Refusal refusal =
                Refusal.of(HostRefusals.newId(), RefusalCode.REQUEST_INVALID, "The path may be read in two ways.");
        return Optional.of(enforcement.recorded(caller, HostRefusals.of(refusal, license)));
    }

    /** Rules have upper-case methods only; no other spelling may slip past them. */
    private String method() {
        return call.method().toUpperCase(Locale.ROOT);
    }

    /** Refuses a call that cannot be decided because of an internal fault. */
    boolean fail(Throwable fault, HttpServletRequest request, HttpServletResponse response) throws IOException {
        return refuse(enforcement.recorded(identification, Enforcement.unavailable(fault)), request, response);
    }

    /** Writes a refusal. An earlier grant is still settled. */
    boolean refuse(Refused refused, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (stage != Stage.GRANTED) {
            stage = Stage.REFUSED;
        }
        if (request.getDispatcherType() == DispatcherType.INCLUDE) {
            throw new IncludeRefusedException(refused);
        }
        writer.write(refused.refusal(), request, response);
        return false;
    }

    /** Returns the measures of the call: those of its grant, or, while it is not decided, those of the live catalog. */
    Set<Measure> measures() {
        Granted grant = granted;
        if (grant != null) {
            return grant.measures();
        }
        return stage == Stage.OPEN ? enforcement.measures() : Set.of();
    }

    /** Enters the filter. False if it is inside already. */
    boolean open() {
        boolean first = stage == Stage.READ;
        if (first) {
            stage = Stage.OPEN;
        }
        return first;
    }

    /**
     * Checks a requirement of the host's own, with the catalog rules for the path of this call. Reserves nothing. A refused
     * identification is returned as it is.
     */
    public Decision check(Requirement requirement) {
        if (call.path() instanceof RequestPath.Canonical path) {
            Declaration declared = new Declaration.Required(requirement);
            return decision(new CalledEndpoint(method(), MatchedPath.of(path.value()), declared), Dispatch.FORWARD);
        }
        Optional<Refused> refused = ambiguous();
        return refused.isPresent() ? refused.get() : ForwardAllowed.instance();
    }

    /** Returns the call as it was read. */
    public Call call() {
        return call;
    }

    /** Drops the reference to the request, so that it can be collected while this call waits for its end. */
    void release() {
        if (call.evidence() instanceof RequestEvidence evidence) {
            evidence.release();
        }
    }

    /** Adds measurements to the outcome. */
    void measuring(Measurement measurement) {
        this.measurement = measurement;
    }

    /**
     * Settles a call that has ended; only the first end has an effect. A call that was answered without a decision is
     * recorded, unless it failed.
     *
     * @param failure the exception of the handler, null if there was none
     * @return false if the call was settled before
     */
    boolean settle(int status, @Nullable Throwable failure) {
        Measurement measured = measurement;
        boolean first = settle(measured == null ? new Outcome(status, 0) : measured.outcome(status));
        // A caller that hung up got no answer.
        if (first && failure == null && status < 400 && undecided()) {
            enforcement.undecided().passed(call.path());
        }
        return first;
    }

    /** Settles a call with an outcome, unless it was settled before. */
    boolean settle(Outcome outcome) {
        boolean first = SETTLED.compareAndSet(this, 0, 1);
        Granted grant = granted;
        if (first && grant != null) {
            enforcement.settle(grant, outcome);
        }
        return first;
    }

    LicenseContext context() {
        Granted grant = granted;
        return grant == null ? LicenseContext.empty() : LicenseContext.of(grant);
    }
}
