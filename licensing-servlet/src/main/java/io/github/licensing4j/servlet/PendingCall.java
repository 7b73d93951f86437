package io.github.licensing4j.servlet;

import io.github.licensing4j.Call;
import io.github.licensing4j.CalledEndpoint;
import io.github.licensing4j.Decision;
import io.github.licensing4j.Declaration;
import io.github.licensing4j.Dispatch;
import io.github.licensing4j.Granted;
import io.github.licensing4j.Identification;
import io.github.licensing4j.Identified;
import io.github.licensing4j.License;
import io.github.licensing4j.LicenseContext;
import io.github.licensing4j.LicenseNotRequired;
import io.github.licensing4j.MatchedPath;
import io.github.licensing4j.Measure;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.Refused;
import io.github.licensing4j.RequestPath;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One call on its way: read, identified when somebody first asks, decided once. It stands in one request attribute, for
 * the stage that knows the handler to call {@link #admit}. Used by one thread at a time, as a request is.
 */
public final class PendingCall {
    static final String ATTRIBUTE = PendingCall.class.getName();

    private final Call call;
    private final CallServices services;
    private volatile @Nullable Identification identification;
    private volatile @Nullable Granted granted;
    /** The endpoint that the call was decided for, or, while the call is open, the resource that it is decided for once it answers. */
    private volatile @Nullable CalledEndpoint target;

    private volatile Stage stage = Stage.READ;

    private enum Stage {
        /** Outside the filter, or read by something that stands before it. */
        READ,
        /** Inside the filter, which settles it; not decided yet. */
        OPEN,
        EXEMPT,
        GRANTED,
        REFUSED
    }

    PendingCall(Call call, CallServices services) {
        this.call = call;
        this.services = services;
    }

    /** The call of a request; empty where the filter does not stand in front of it. */
    public static Optional<PendingCall> of(HttpServletRequest request) {
        return Optional.ofNullable(in(request)).filter(parked -> parked.stage != Stage.READ);
    }

    /** The call of a request, even where its path is outside of the license check; empty where the filter has not seen it. */
    public static Optional<PendingCall> read(HttpServletRequest request) {
        return Optional.ofNullable(in(request));
    }

    static @Nullable PendingCall in(HttpServletRequest request) {
        return (PendingCall) request.getAttribute(ATTRIBUTE);
    }

    /** Whether the request carries a credential, good or bad. Identifies nobody, so a call without one is no refusal yet. */
    public boolean hasCredential() {
        return !call.credentials().isEmpty();
    }

    /** Who is calling. Identified at the first question; the answer stays the same. Never throws. */
    public Identification identification() {
        Identification known = identification;
        if (known == null) {
            known = services.enforcement().identify(call);
            identification = known;
        }
        return known;
    }

    /**
     * Decides the call with the handler that was chosen for it, and writes the header fields of a grant or the whole
     * answer of a refusal. A refused identification is answered here too, so that exempt handlers need no credential.
     *
     * <p>Acts once per request, for the first handler. Another handler that is reached by an async dispatch, a forward or an
     * include is checked for features and scopes and charges nothing; so is an error page that declares a requirement, while any
     * other passes, and a handler that declares a requirement although its path is outside of the filter. A static resource that a catalog rule covers is
     * decided when it answers, so that one that does not exist takes nothing.
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

    /** Whether a handler that the filter was not asked about needs nothing: what requires something always does. */
    private boolean isOutside(DispatcherType type, CalledEndpoint next, HttpServletRequest request) {
        boolean uncovered = type == DispatcherType.REQUEST || !covers(request);
        return uncovered && !(next.declared() instanceof Declaration.Required);
    }

    private boolean covers(HttpServletRequest request) {
        return services.pathScope().covers(Dispatches.path(request));
    }

    /** Decides for the first handler; one that a resource has passed the request on to comes second. */
    private boolean first(CalledEndpoint next, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        CalledEndpoint resource = target;
        if (resource != null) {
            return decide(resource, request, response) && check(next, request, response);
        }
        if (next.declared() instanceof Declaration.Resource
                && services.enforcement().requiresLicense(next)) {
            target = next;
            return true;
        }
        return decide(next, request, response);
    }

    /** Puts the call outside the license check, whatever a rule says; for handlers that are no endpoints of the host's own. */
    public void leaveOut() {
        if (stage == Stage.OPEN) {
            stage = Stage.EXEMPT;
        }
    }

    /** Whether the filter has entered it, so that its path is inside the license check. */
    public boolean isInside() {
        return stage != Stage.READ;
    }

    /** Whether nobody has decided yet. */
    public boolean undecided() {
        return stage == Stage.READ || stage == Stage.OPEN;
    }

    /** Whether the filter has entered it and no handler has decided it. */
    boolean isOpen() {
        return stage == Stage.OPEN;
    }

    boolean isRefused() {
        return stage == Stage.REFUSED;
    }

    /** Whether the handler that the call was decided for is a static resource. */
    boolean isOfResource() {
        CalledEndpoint known = target;
        return known != null && known.declared() instanceof Declaration.Resource;
    }

    /**
     * Decides an open call as its answer begins.
     *
     * @return whether it may be answered; if not, the response is complete. Empty where there is no handler to decide it
     *     for
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
            services.headers().write(grant, response);
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
        if (!known && !services.enforcement().requiresLicense(next)) {
            return LicenseNotRequired.instance();
        }
        Identification who = identification();
        return who instanceof Identified caller ? services.enforcement().decide(caller, next, dispatch) : (Refused) who;
    }

    /** Whether an endpoint that declares nothing requires a license at the path of this call. */
    boolean requiresUndeclared() {
        return !(call.path() instanceof RequestPath.Canonical path)
                || services.enforcement()
                        .requiresLicense(
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
        if (services.enforcement().observes() || license == null) {
            return Optional.empty();
        }
        Refusal refusal =
                Refusal.of(HostRefusals.newId(), RefusalCode.REQUEST_INVALID, "The path may be read in two ways.");
        return Optional.of(services.enforcement().recorded(caller, HostRefusals.of(refusal, license)));
    }

    /** Rules have upper-case methods only; no other spelling may slip past them. */
    private String method() {
        return call.method().toUpperCase(Locale.ROOT);
    }

    /** Refuses a call that cannot be decided for a reason of our own. */
    boolean fail(Throwable fault, HttpServletRequest request, HttpServletResponse response) throws IOException {
        return refuse(
                services.enforcement().recorded(identification, Enforcement.unavailable(fault)), request, response);
    }

    /** Answers a refusal. A grant that was given before stays to be settled. */
    boolean refuse(Refused refused, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (stage != Stage.GRANTED) {
            stage = Stage.REFUSED;
        }
        if (request.getDispatcherType() == DispatcherType.INCLUDE) {
            throw new IncludeRefusedException(refused);
        }
        services.problems().write(refused.refusal(), request, response);
        return false;
    }

    /** What must be measured of the call: by its grant, or, while it is not decided, by the live catalog. */
    Set<Measure> measures() {
        Granted grant = granted;
        if (grant != null) {
            return grant.measures();
        }
        return stage == Stage.OPEN ? services.enforcement().measures() : Set.of();
    }

    /** Enters the filter. False if it is inside already. */
    boolean open() {
        boolean first = stage == Stage.READ;
        if (first) {
            stage = Stage.OPEN;
        }
        return first;
    }

    /** The call as it was read. */
    public Call call() {
        return call;
    }

    Optional<Granted> granted() {
        return Optional.ofNullable(granted);
    }

    LicenseContext context() {
        Granted grant = granted;
        return grant == null ? LicenseContext.empty() : LicenseContext.of(grant);
    }
}
