package io.github.licensing4j.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.Part;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Counts the body as the handler reads it: through the stream, through the reader with what that takes ahead, and as parts,
 * their content alone. Fields of a form that the container reads for {@code getParameter} are not seen.
 *
 * <p>Async cycles are started with this request and the response it goes with; the container would start them with its own.
 */
final class CountingRequest extends HttpServletRequestWrapper {
    private final HttpServletResponse response;
    private final @Nullable ByteCount bytes;
    private final AtomicBoolean partsCounted = new AtomicBoolean();
    private @Nullable ServletInputStream stream;
    private @Nullable BufferedReader reader;

    /** @param bytes what to count into, null not to count */
    CountingRequest(HttpServletRequest request, HttpServletResponse response, @Nullable ByteCount bytes) {
        super(request);
        this.response = response;
        this.bytes = bytes;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        ServletInputStream known = stream;
        if (known == null) {
            ServletInputStream container = super.getInputStream();
            known = bytes == null ? container : new CountingInput(container, bytes);
            stream = known;
        }
        return known;
    }

    @Override
    public BufferedReader getReader() throws IOException {
        BufferedReader known = reader;
        if (known == null) {
            BufferedReader container = super.getReader();
            known = bytes == null ? container : new BufferedReader(new CountingReader(container, charset(), bytes));
            reader = known;
        }
        return known;
    }

    private Charset charset() {
        String encoding = getCharacterEncoding();
        return encoding == null ? StandardCharsets.ISO_8859_1 : Charset.forName(encoding);
    }

    @Override
    public Collection<Part> getParts() throws IOException, ServletException {
        Collection<Part> parts = super.getParts();
        if (bytes != null && partsCounted.compareAndSet(false, true)) {
            bytes.add(parts.stream().mapToLong(Part::getSize).sum());
        }
        return parts;
    }

    @Override
    public @Nullable Part getPart(String name) throws IOException, ServletException {
        getParts();
        return super.getPart(name);
    }

    @Override
    public AsyncContext startAsync() {
        return super.startAsync(this, response);
    }
}
