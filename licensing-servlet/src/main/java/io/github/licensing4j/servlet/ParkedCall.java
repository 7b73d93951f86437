package io.github.licensing4j.servlet;

import io.github.licensing4j.Call;
import io.github.licensing4j.Decision;
import io.github.licensing4j.Declaration;
import io.github.licensing4j.Granted;
import io.github.licensing4j.Identification;
import io.github.licensing4j.LicenseContext;
import io.github.licensing4j.MatchedPath;
import io.github.licensing4j.Refused;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One call on its way: read, identified when somebody first asks, decided once. It stands in one request attribute, for
 * the stage that knows the handler to call {@link #admit}. Used by one thread at a time, as a request is.
 */
public final class ParkedCall {
    static final String ATTRIBUTE = ParkedCall.class.getName();

    private final Call call;
    private final Enforcement enforcement;
    private final LicenseHeaders headers;
    private final ProblemWriter problems;
    private volatile @Nullable Identification identification;
    private volatile @Nullable Granted granted;
    private volatile Stage stage = Stage.READ;

    private enum Stage {
        /** Read by something that stands before the filter, which has not seen it yet. */
        READ,
        /** Inside the filter, which will settle it; nobody has decided. */
        OPEN,
        EXEMPT,
        GRANTED,
        REFUSED
    }

    ParkedCall(Call call, Enforcement enforcement, LicenseHeaders headers, ProblemWriter problems) {
        this.call = call;
        this.enforcement = enforcement;
        this.headers = headers;
        this.problems = problems;
    }

    /** The call of a request; empty where the filter does not stand in front of it. */
    public static Optional<ParkedCall> of(HttpServletRequest request) {
        return Optional.ofNullable(in(request)).filter(parked -> parked.stage != Stage.READ);
    }

    static @Nullable ParkedCall in(HttpServletRequest request) {
        return (ParkedCall) request.getAttribute(ATTRIBUTE);
    }

    /** Whether the request carries a credential, good or bad. Identifies nobody, so a call without one is no refusal yet. */
    public boolean hasCredential() {
        return !call.credentials().isEmpty();
    }

    /** Who is calling. Identified at the first question; the answer stays the same. Never throws. */
    public Identification identification() {
        Identification known = identification;
        if (known == null) {
            known = enforcement.identify(call);
            identification = known;
        }
        return known;
    }

    /**
     * Decides the call with the handler that was chosen for it, and writes the header fields of a grant or the whole
     * answer of a refusal. A refused identification is answered here too, so that exempt handlers need no credential.
     *
     * <p>Acts once per request. A forward to another handler checks features and scopes and charges nothing; an include
     * and an error dispatch pass.
     *
     * @param path the path the handler was chosen by
     * @param declared what the handler declares
     * @return whether the handler may run; if not, the response is complete
     */
    public boolean admit(
            MatchedPath path, Declaration declared, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        return switch (request.getDispatcherType()) {
            case REQUEST, ASYNC ->
                stage == Stage.OPEN ? decide(path, declared, request, response) : stage != Stage.REFUSED;
            case FORWARD -> check(path, declared, request, response);
            case INCLUDE, ERROR -> true;
        };
    }

    /** Puts the call outside the license check, whatever a rule says; for handlers that are no endpoints of the host's own. */
    public void leaveOut() {
        if (stage == Stage.OPEN) {
            stage = Stage.EXEMPT;
        }
    }

    /** Whether nobody has decided yet. */
    public boolean undecided() {
        return stage == Stage.READ || stage == Stage.OPEN;
    }

    private boolean decide(
            MatchedPath path, Declaration declared, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Optional<Decision> decision = enforcement.decide(this, path, declared);
        if (decision.isEmpty()) {
            stage = Stage.EXEMPT;
            return true;
        }
        if (decision.get() instanceof Granted grant) {
            granted = grant;
            stage = Stage.GRANTED;
            headers.write(grant, response);
            return true;
        }
        return refuse((Refused) decision.get(), request, response);
    }

    private boolean check(
            MatchedPath path, Declaration declared, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Optional<Refused> refused = enforcement.check(this, path, declared);
        return refused.isEmpty() || refuse(refused.get(), request, response);
    }

    /** Answers a refusal. A grant that was given before stays to be settled. */
    boolean refuse(Refused refused, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (stage != Stage.GRANTED) {
            stage = Stage.REFUSED;
        }
        problems.write(refused.refusal(), request, response);
        return false;
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
