package io.github.licensing4j.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;

/** The response of an undecided call. Once the call is decided, everything is left to the container. */
final class GuardedResponse extends HttpServletResponseWrapper {
    private final HttpServletResponse container;
    private final FirstByte firstByte;

    GuardedResponse(HttpServletResponse container, FirstByte firstByte) {
        super(container);
        this.container = container;
        this.firstByte = firstByte;
    }

    boolean isOver() {
        return firstByte.isOver();
    }

    boolean passesBody() throws IOException {
        return firstByte.passesBody(container);
    }

    boolean passesHead() throws IOException {
        return firstByte.passesHead(container);
    }

    /** Completes the response after the handler or filter has returned. */
    void end() throws IOException {
        if (!container.isCommitted()) {
            passesHead();
        }
        firstByte.end();
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        return isOver() ? super.getOutputStream() : new GuardedStream(this, super.getOutputStream());
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        return isOver() ? super.getWriter() : new PrintWriter(new GuardedWriter(this, super.getWriter()));
    }

    @Override
    public void flushBuffer() throws IOException {
        if (passesHead()) {
            super.flushBuffer();
        }
    }

    @Override
    public void setStatus(int status) {
        if (firstByte.allowsStatus(status)) {
            super.setStatus(status);
        }
    }

    @Override
    public void sendError(int status) throws IOException {
        if (status >= 400 ? !firstByte.isSealed() : firstByte.passesAny(container)) {
            super.sendError(status);
        }
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        if (status >= 400 ? !firstByte.isSealed() : firstByte.passesAny(container)) {
            super.sendError(status, message);
        }
    }

    @Override
    public void sendRedirect(String location) throws IOException {
        if (firstByte.passesAny(container)) {
            super.sendRedirect(location);
        }
    }

    /** Overrides a method of Servlet 6.1, whose wrapper would bypass this one. */
    public void sendRedirect(String location, int status, boolean clearBuffer) throws IOException {
        if (!firstByte.passesAny(container)) {
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
        if (!firstByte.isSealed()) {
            super.reset();
        }
    }

    @Override
    public void resetBuffer() {
        if (!firstByte.isSealed()) {
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
                if (!firstByte.passesAny(container)) {
                    throw new UpgradeRefusedException();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
