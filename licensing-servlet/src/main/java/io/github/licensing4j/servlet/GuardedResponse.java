package io.github.licensing4j.servlet;

import io.github.licensing4j.Refused;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * The response of an undecided call, with a guarded first byte. Once the call is decided, everything is left to the
 * container.
 *
 * <p>A static resource under a rule is decided at its first byte; any other response, such as that of a later filter, is
 * refused. Statuses from 400 up pass: they are a routing 404 or 405, or the refusal of another filter. So does a response
 * to a CORS preflight without a body.
 */
final class GuardedResponse extends HttpServletResponseWrapper {
    private final HttpServletResponse container;
    private final HttpServletRequest request;
    private final PendingCall call;
    private final CallDecider decider;
    /** The call was refused here, so that everything written from then on is discarded. */
    private volatile boolean sealed;

    private volatile boolean failed;

    GuardedResponse(HttpServletResponse container, HttpServletRequest request, PendingCall call, CallDecider decider) {
        super(container);
        this.container = container;
        this.request = request;
        this.call = call;
        this.decider = decider;
    }

    /** Returns whether the call is decided, so that the response is left to its handler. */
    boolean isOver() {
        return !sealed && !call.isOpen();
    }

    /** Decides whether bytes of a body may go out now; false if the call was refused here. */
    boolean passesBody() throws IOException {
        if (!sealed && call.isOpen() && container.getStatus() >= 400) {
            failed = true;
            return true;
        }
        return passesAny();
    }

    /** Decides whether a response without a body may go out now; false if the call was refused here. */
    boolean passesHead() throws IOException {
        boolean harmless = call.isOpen() && !sealed && PathScope.isPreflight(request) && !call.isOfResource();
        return harmless || passesBody();
    }

    /** Decides a call before it switches protocols or redirects, whatever its status is. */
    private boolean passesAny() throws IOException {
        if (!sealed && call.isOpen()) {
            decide();
        }
        return !sealed;
    }

    private void decide() throws IOException {
        Optional<Boolean> resource = call.decideResource(request, container);
        if (resource.isPresent()) {
            sealed = !resource.get();
        } else {
            Optional<Refused> refused = decider.answeredUndecided(call);
            if (refused.isPresent()) {
                sealed = true;
                StaleHeaders.dropAnswer(container);
                decider.refuse(call, refused.get(), request, container);
            }
        }
        if (sealed) {
            container.flushBuffer();
        }
    }

    /** Returns whether a status may be set: a response that passed because it was an error stays one. */
    private boolean allowsStatus(int status) {
        return !sealed && (status >= 400 || !failed || !call.isOpen());
    }

    private boolean passesError(int status) throws IOException {
        return status >= 400 ? !sealed : passesAny();
    }

    /**
     * Completes the response after the handler or filter has returned. A preflight that passed without a decision needs
     * none.
     */
    void end() throws IOException {
        if (!container.isCommitted()) {
            passesHead();
        }
        if (call.isOpen() && PathScope.isPreflight(request)) {
            call.exempt();
        }
    }

    /** Returns whether the bytes of the body are counted, from the grant of the call on. */
    boolean counts() {
        Measurement measurement = call.measurement();
        ByteCount bytes = measurement == null ? null : measurement.responseBytes(request);
        if (bytes != null && getResponse() == container) {
            setResponse(new CountingResponse(container, bytes));
        }
        return bytes != null;
    }

    /** Returns the body of a call that was decided at its first byte. */
    ServletOutputStream body() throws IOException {
        boolean unused = counts();
        return super.getOutputStream();
    }

    /** Returns the text of a call that was decided at its first character. */
    PrintWriter text() throws IOException {
        boolean unused = counts();
        return super.getWriter();
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        return isOver() ? body() : new GuardedStream(this, super.getOutputStream());
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        return isOver() ? text() : new PrintWriter(new GuardedWriter(this, super.getWriter()));
    }

    @Override
    public void flushBuffer() throws IOException {
        if (passesHead()) {
            super.flushBuffer();
        }
    }

    @Override
    public void setStatus(int status) {
        if (allowsStatus(status)) {
            super.setStatus(status);
        }
    }

    @Override
    public void sendError(int status) throws IOException {
        if (passesError(status)) {
            super.sendError(status);
        }
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        if (passesError(status)) {
            super.sendError(status, message);
        }
    }

    @Override
    public void sendRedirect(String location) throws IOException {
        if (passesAny()) {
            super.sendRedirect(location);
        }
    }

    /** Overrides a method of Servlet 6.1, whose wrapper would bypass this one. */
    public void sendRedirect(String location, int status, boolean clearBuffer) throws IOException {
        if (!passesAny()) {
            return;
        }
        if (clearBuffer) {
            super.resetBuffer();
        }
        super.setStatus(status);
        super.setHeader("Location", location);
        super.flushBuffer();
    }

    /** As {@link #sendRedirect(String, int, boolean)}, which clears the buffer. */
    public void sendRedirect(String location, int status) throws IOException {
        sendRedirect(location, status, true);
    }

    /** As {@link #sendRedirect(String, int, boolean)} with the status 302. */
    public void sendRedirect(String location, boolean clearBuffer) throws IOException {
        sendRedirect(location, SC_FOUND, clearBuffer);
    }

    @Override
    public void reset() {
        if (!sealed) {
            super.reset();
        }
    }

    @Override
    public void resetBuffer() {
        if (!sealed) {
            super.resetBuffer();
        }
    }

    @Override
    public void setHeader(String name, String value) {
        stopUpgrade(name);
        super.setHeader(name, value);
    }

    @Override
    public void addHeader(String name, String value) {
        stopUpgrade(name);
        super.addHeader(name, value);
    }

    /** Stops a protocol switch: a container bypasses every wrapper then, but sets this header field first. */
    private void stopUpgrade(String name) {
        if (!isOver() && "Upgrade".equalsIgnoreCase(name)) {
            try {
                if (!passesAny()) {
                    throw new UpgradeRefusedException();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
