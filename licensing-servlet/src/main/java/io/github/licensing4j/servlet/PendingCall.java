package io.github.licensing4j.servlet;

import io.github.licensing4j.Call;
import io.github.licensing4j.CallHeaders;
import io.github.licensing4j.CalledEndpoint;
import io.github.licensing4j.Credential;
import io.github.licensing4j.Decision;
import io.github.licensing4j.Declaration;
import io.github.licensing4j.Granted;
import io.github.licensing4j.Identification;
import io.github.licensing4j.Identified;
import io.github.licensing4j.LicenseContext;
import io.github.licensing4j.MatchedPath;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.RequestPath;
import io.github.licensing4j.Requirement;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * A call from its request to its settlement: read at once, identified on first use, decided once, settled once. One request
 * attribute holds it, so that the stage that knows the handler can call {@link #admit}. One thread at a time uses it, as
 * it does a request; its settlement may come from another thread, of the container or of a later call.
 */
public final class PendingCall {
    static final String ATTRIBUTE = PendingCall.class.getName();

    private static final AtomicIntegerFieldUpdater<PendingCall> SETTLED =
            AtomicIntegerFieldUpdater.newUpdater(PendingCall.class, "settled");

    private final Call call;
    /** Read by conditions alone. A field, because every call passes it on. */
    final CallHeaders headers;

    private final CallDecider decider;
    private volatile @Nullable Identification identification;
    private volatile @Nullable Granted granted;
    private volatile @Nullable Measurement measurement;

    @SuppressWarnings("UnusedVariable") // Read and written through its updater.
    private volatile int settled;

    /** Set by the evidence when a verifier has read a header field of it. A field, because every call reads it. */
    volatile boolean isProofRead;

    private volatile @Nullable CalledEndpoint decidedFor;
    private volatile @Nullable CalledEndpoint awaitedResource;
    private volatile Stage stage = Stage.OUTSIDE;

    enum Stage {
        /** Outside the filter, or read by a filter in front of it. */
        OUTSIDE,
        /** Inside the filter, which settles it; undecided. */
        OPEN,
        EXEMPT,
        GRANTED,
        REFUSED
    }

    PendingCall(Call call, CallDecider decider) {
        this.call = call;
        this.headers = call.evidence() instanceof CallHeaders read ? read : CallHeaders.none();
        this.decider = decider;
    }

    /** Returns the call of a request; empty outside the filter. */
    public static Optional<PendingCall> inside(HttpServletRequest request) {
        return find(request).filter(PendingCall::isInside);
    }

    /**
     * Returns the call of a request, even if its path is outside the license check; empty if the filter has not read
     * it.
     */
    public static Optional<PendingCall> find(HttpServletRequest request) {
        return Optional.ofNullable(attribute(request));
    }

    static @Nullable PendingCall attribute(HttpServletRequest request) {
        return (PendingCall) request.getAttribute(ATTRIBUTE);
    }

    /** Returns the call as it was read. */
    public Call call() {
        return call;
    }

    /**
     * Returns whether the request carries a credential, valid or not. Does not authenticate it, so nothing is refused
     * yet.
     */
    public boolean hasCredential() {
        return !call.credentials().isEmpty();
    }

    /** Returns the scheme of the challenge for another credential: that of the one that was presented. */
    String scheme() {
        if (hasFrom(Credential.Source.DPOP)) {
            return "DPoP";
        }
        return hasFrom(Credential.Source.SIGNATURE) ? "Signature" : "Bearer";
    }

    private boolean hasFrom(Credential.Source source) {
        return call.credentials().stream().anyMatch(credential -> credential.source() == source);
    }

    /**
     * Returns the identified caller or the refusal. Identifies on the first call and returns the same result from then
     * on. Never throws.
     */
    public Identification identification() {
        Identification known = identification;
        if (known == null) {
            known = decider.identify(call);
            identification = known;
        }
        return known;
    }

    /** Returns whether the caller is identified already. */
    boolean isIdentified() {
        return identification instanceof Identified;
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
        return decider.admit(this, CallDecider.endpoint(this, path, declared), request, response);
    }

    /**
     * Checks a requirement of the host's own, with the catalog rules for the path of this call. Reserves nothing. A refused
     * identification is returned as it is.
     */
    public Decision check(Requirement requirement) {
        return decider.check(this, requirement);
    }

    /**
     * Admits a request whose parts are decided by themselves, with {@link #part}. It needs a valid credential and what a rule for
     * its path requires; nothing is reserved and nothing is charged. A request outside of the license check passes.
     *
     * @param path the path the handler was chosen by
     * @return whether the handler may run; if not, the response is complete
     * @throws IOException if the response cannot be written
     */
    public boolean admitCarrier(MatchedPath path, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        return decider.admitCarrier(this, path, request, response);
    }

    /**
     * Refuses a request that {@link #admitCarrier} has admitted, for a reason of the protocol that it carries. In observe mode it
     * passes.
     *
     * @return whether the handler may run; if not, the response is complete
     * @throws IOException if the response cannot be written
     */
    public boolean refuse(Refusal refusal, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        return decider.refuse(this, refusal, request, response);
    }

    /**
     * Decides a part of this request at an endpoint of its own, and reserves its limits. A caller is identified only where the
     * endpoint requires a license. Never throws: an internal fault refuses the part.
     */
    public CallPart part(CalledEndpoint endpoint) {
        return decider.part(this, endpoint);
    }

    /** Returns the header fields of the request, for conditions of its parts. */
    public CallHeaders headers() {
        return headers;
    }

    /**
     * Exempts the call from the license check, whatever a rule says; for handlers that are not the host's own
     * endpoints.
     */
    public void exempt() {
        if (stage == Stage.OPEN) {
            stage = Stage.EXEMPT;
        }
    }

    /** Returns whether the filter has entered the call, so that its path is inside the license check. */
    public boolean isInside() {
        return stage != Stage.OUTSIDE;
    }

    /** Returns whether the call is undecided. */
    public boolean isUndecided() {
        return stage == Stage.OUTSIDE || stage == Stage.OPEN;
    }

    Stage stage() {
        return stage;
    }

    /** Returns whether the filter has entered the call and no handler has decided it. */
    boolean isOpen() {
        return stage == Stage.OPEN;
    }

    boolean isRefused() {
        return stage == Stage.REFUSED;
    }

    /** Enters the filter. Returns false if the call is inside already. */
    boolean enter() {
        boolean first = stage == Stage.OUTSIDE;
        if (first) {
            stage = Stage.OPEN;
        }
        return first;
    }

    /** Leaves the decision to the first byte that a static resource answers. */
    void awaitFirstByte(CalledEndpoint resource) {
        awaitedResource = resource;
    }

    /** Returns the static resource whose first byte decides the call, null if there is none. */
    @Nullable
    CalledEndpoint awaitedResource() {
        return awaitedResource;
    }

    /** Returns whether the handler that decides the call is a static resource. */
    boolean isOfResource() {
        CalledEndpoint known = decidedFor == null ? awaitedResource : decidedFor;
        return known != null && known.declared() instanceof Declaration.Resource;
    }

    /** Returns whether the call was decided for an endpoint. */
    boolean isDecidedFor(CalledEndpoint endpoint) {
        return endpoint.equals(decidedFor);
    }

    void decidedFor(CalledEndpoint endpoint) {
        decidedFor = endpoint;
    }

    /** @param measured null if the grant requires no measurement */
    void grant(Granted decision, CalledEndpoint endpoint, @Nullable Measurement measured) {
        decidedFor = endpoint;
        measurement = measured;
        granted = decision;
        stage = Stage.GRANTED;
    }

    /** Marks the call as refused; a grant stays, to be settled. */
    void refused() {
        if (stage != Stage.GRANTED) {
            stage = Stage.REFUSED;
        }
    }

    /**
     * Decides an open call at the first byte of its response.
     *
     * @return whether the response may go on; if not, it is complete. Empty if there is no handler to decide for
     */
    Optional<Boolean> decideResource(HttpServletRequest request, HttpServletResponse response) throws IOException {
        CalledEndpoint resource = awaitedResource;
        return resource == null ? Optional.empty() : Optional.of(decider.decide(this, resource, request, response));
    }

    /** Returns the running measurement, null if nothing is measured. */
    @Nullable
    Measurement measurement() {
        return measurement;
    }

    /** Measures the body of the request before the decision, as other filters may read it. */
    void measure(Measurement body) {
        measurement = body;
    }

    /** Replaces the strong reference to the request by a weak one, so that it can be collected before this call has ended. */
    void dropRequest() {
        if (call.evidence() instanceof RequestEvidence evidence) {
            evidence.release();
        }
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
        Outcome outcome = measured == null ? new Outcome(status, 0) : measured.outcome(status);
        boolean first = settle(
                status == HttpServletResponse.SC_NOT_FOUND && call.path() instanceof RequestPath.Canonical path
                        ? outcome.missing(path.value())
                        : outcome);
        // A caller that hung up got no answer.
        if (first && failure == null && status < 400 && isUndecided()) {
            decider.passedUndecided(this);
        }
        return first;
    }

    /** Settles a call with an outcome, unless it was settled before. */
    boolean settle(Outcome outcome) {
        boolean first = SETTLED.compareAndSet(this, 0, 1);
        Granted grant = granted;
        if (first && grant != null) {
            decider.settle(grant, outcome);
        }
        return first;
    }

    LicenseContext context() {
        Granted grant = granted;
        return grant == null ? LicenseContext.undecided(this::check) : LicenseContext.of(grant, this::check);
    }
}
