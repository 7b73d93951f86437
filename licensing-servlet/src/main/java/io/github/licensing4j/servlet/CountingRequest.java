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
import java.util.Enumeration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts the body as the handler reads it: through the stream, or through the reader with what that buffers ahead.
 * Forms and parts that the container reads count whole, by their {@code Content-Length}. A chunked body has no length:
 * its decoded fields count, and of parts their content, which is never more than was sent. Forms are those of POST
 * (Servlet specification §3.1.1); what a container does with others is not counted.
 *
 * <p>Async cycles are started with this request and its response; the container would start them with its own.
 */
final class CountingRequest extends HttpServletRequestWrapper {
    private final HttpServletResponse response;
    private final @Nullable ByteCount bytes;
    private final AtomicBoolean parsed = new AtomicBoolean();
    private @Nullable ServletInputStream stream;
    private @Nullable BufferedReader reader;

    /** @param bytes the counter of the bytes, null not to count */
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
    public @Nullable String getParameter(String name) {
        String value = super.getParameter(name);
        countForm();
        return value;
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        String[] values = super.getParameterValues(name);
        countForm();
        return values;
    }

    @Override
    public Enumeration<String> getParameterNames() {
        Enumeration<String> names = super.getParameterNames();
        countForm();
        return names;
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        Map<String, String[]> fields = super.getParameterMap();
        countForm();
        return fields;
    }

    @Override
    public Collection<Part> getParts() throws IOException, ServletException {
        Collection<Part> parts = super.getParts();
        count(parts);
        return parts;
    }

    @Override
    public @Nullable Part getPart(String name) throws IOException, ServletException {
        getParts();
        return super.getPart(name);
    }

    /**
     * Counts a form. The container reads it on the first access to its fields, unless the handler reads the body
     * itself.
     */
    private void countForm() {
        if (bytes == null || parsed.get() || stream != null || reader != null || !"POST".equals(getMethod())) {
            return;
        }
        String type = mediaType();
        if (type.equals("application/x-www-form-urlencoded")) {
            countParsed(() -> FormLength.atLeast(super.getParameterMap(), getQueryString()));
        } else if (type.equals("multipart/form-data")) {
            try {
                count(super.getParts());
            } catch (IOException | ServletException | IllegalStateException e) {
                // The servlet is not configured for parts, or the body has none: the container has read nothing for the
                // handler.
            }
        }
    }

    private String mediaType() {
        String type = getContentType();
        if (type == null) {
            return "";
        }
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    private void count(Collection<Part> parts) {
        // A container that has not parsed the parts also returns none.
        if (!parts.isEmpty()) {
            countParsed(() -> parts.stream().mapToLong(Part::getSize).sum());
        }
    }

    private void countParsed(LongSupplier atLeast) {
        if (bytes != null && parsed.compareAndSet(false, true)) {
            long whole = getContentLengthLong();
            bytes.add(whole >= 0 ? whole : atLeast.getAsLong());
        }
    }

    @Override
    public AsyncContext startAsync() {
        return super.startAsync(this, response);
    }
}
