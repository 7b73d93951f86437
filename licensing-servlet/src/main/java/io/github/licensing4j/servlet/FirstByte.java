package io.github.licensing4j.servlet;

import io.github.licensing4j.Identified;
import io.github.licensing4j.Refused;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/**
 * Guards the first byte of the response of an undecided call. A static resource under a rule is decided here; any other
 * response, such as that of a later filter, is refused. Statuses from 400 up pass: they are a routing 404 or 405, or
 * the refusal of another filter. So does a response to a CORS preflight without a body.
 */
final class FirstByte {
    private final PendingCall call;
    private final Enforcement enforcement;
    private final UndecidedCalls undecided;
    private final HttpServletRequest request;
    private volatile boolean sealed;
    private volatile boolean failed;

    FirstByte(PendingCall call, Enforcement enforcement, UndecidedCalls undecided, HttpServletRequest request) {
        this.call = call;
        this.enforcement = enforcement;
        this.undecided = undecided;
        this.request = request;
    }

    /** Returns whether the call is decided, so that the response is left to its handler. */
    boolean isOver() {
        return !sealed && !call.isOpen();
    }

    /** Returns whether the call was refused here, so that everything written from then on is discarded. */
    boolean isSealed() {
        return sealed;
    }

    /**
     * Decides whether bytes of a body may go out now.
     *
     * @param response the container's response
     * @return false if the call was refused here
     */
    boolean passesBody(HttpServletResponse response) throws IOException {
        if (sealed || !call.isOpen()) {
            return !sealed;
        }
        if (response.getStatus() >= 400) {
            failed = true;
            return true;
        }
        return decide(response);
    }

    /** Decides whether a response without a body may go out now. */
    boolean passesHead(HttpServletResponse response) throws IOException {
        boolean harmless = call.isOpen() && !sealed && PathScope.isPreflight(request) && !call.isOfResource();
        return harmless || passesBody(response);
    }

    /** Decides a call before it switches protocols or redirects, whatever its status is. */
    boolean passesAny(HttpServletResponse response) throws IOException {
        if (sealed || !call.isOpen()) {
            return !sealed;
        }
        return decide(response);
    }

    /** Returns whether a status may be set: a response that passed because it was an error stays one. */
    boolean allowsStatus(int status) {
        return !sealed && (status >= 400 || !failed || !call.isOpen());
    }

    /** Ends the guard; a preflight that passed without a decision needs none. */
    void end() {
        if (call.isOpen() && PathScope.isPreflight(request)) {
            call.leaveOut();
        }
    }

    private boolean decide(HttpServletResponse response) throws IOException {
        Optional<Boolean> resource = call.decideResource(request, response);
        if (resource.isPresent()) {
            sealed = !resource.get();
        } else if (!call.requiresUndeclared() || enforcement.observes()) {
            undecided.passed(call.call().path());
            call.leaveOut();
        } else {
            sealed = true;
            undecided.refused(call.call().path());
            Refused refused = call.identification() instanceof Identified caller
                    ? enforcement.recorded(caller, Enforcement.undecided())
                    : (Refused) call.identification();
            StaleHeaders.dropAnswer(response);
            call.refuse(refused, request, response);
        }
        if (sealed) {
            response.flushBuffer();
        }
        return !sealed;
    }
}
