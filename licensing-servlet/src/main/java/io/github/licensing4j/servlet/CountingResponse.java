package io.github.licensing4j.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/** Counts the body as the handler writes it, before any compression. */
final class CountingResponse extends HttpServletResponseWrapper {
    private final ByteCount bytes;
    private @Nullable ServletOutputStream stream;
    private @Nullable PrintWriter writer;

    CountingResponse(HttpServletResponse response, ByteCount bytes) {
        super(response);
        this.bytes = bytes;
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        ServletOutputStream known = stream;
        if (known == null) {
            known = new CountingStream(super.getOutputStream(), bytes);
            stream = known;
        }
        return known;
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        PrintWriter known = writer;
        if (known == null) {
            PrintWriter container = super.getWriter();
            known = new CountingWriter(container, Charset.forName(getCharacterEncoding()), bytes);
            writer = known;
        }
        return known;
    }

    @Override
    public void reset() {
        super.reset();
        bytes.discard();
        stream = null;
        writer = null;
    }

    @Override
    public void resetBuffer() {
        super.resetBuffer();
        bytes.discard();
    }

    @Override
    public void sendError(int status) throws IOException {
        super.sendError(status);
        bytes.end();
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        super.sendError(status, message);
        bytes.end();
    }

    @Override
    public void sendRedirect(String location) throws IOException {
        super.sendRedirect(location);
        bytes.end();
    }
}
