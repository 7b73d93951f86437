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
import java.io.InputStreamReader;
import java.io.UnsupportedEncodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request whose body may have been read for its digest: handlers read it from memory. So are forms and parts, which the
 * container could no longer read.
 *
 * <p>Async cycles are started with this request; the container would start them with its own.
 */
final class ReplayedRequest extends HttpServletRequestWrapper {
    private final HttpServletResponse response;
    private final SignedBody body;
    private @Nullable ServletInputStream stream;
    private @Nullable BufferedReader reader;
    private @Nullable Map<String, String[]> parameters;
    private @Nullable String encoding;
    private @Nullable List<Part> parts;

    private ReplayedRequest(HttpServletRequest request, HttpServletResponse response, SignedBody body) {
        super(request);
        this.response = response;
        this.body = body;
    }

    /** Returns the request to pass on: the same, if it has no body that may be read for its digest. */
    static HttpServletRequest of(PendingCall pending, HttpServletRequest request, HttpServletResponse response) {
        SignedBody body = pending.call().evidence() instanceof RequestEvidence evidence ? evidence.signedBody() : null;
        return body != null && body.passOn() ? new ReplayedRequest(request, response, body) : request;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        if (reader != null) {
            throw new IllegalStateException("getReader() was called for this request");
        }
        ServletInputStream known = stream;
        if (known == null) {
            known = body.open();
            stream = known;
        }
        return known;
    }

    @Override
    public BufferedReader getReader() throws IOException {
        BufferedReader known = reader;
        if (known == null) {
            if (stream != null) {
                throw new IllegalStateException("getInputStream() was called for this request");
            }
            known = new BufferedReader(new InputStreamReader(body.open(), charset(StandardCharsets.ISO_8859_1)));
            reader = known;
        }
        return known;
    }

    private Charset charset(Charset byDefault) {
        String named = getCharacterEncoding();
        return named == null ? byDefault : Charset.forName(named);
    }

    /** Keeps the encoding, which some containers ignore once the body was read. */
    @Override
    public void setCharacterEncoding(String name) throws UnsupportedEncodingException {
        super.setCharacterEncoding(name);
        if (isUnread() && parameters == null) {
            encoding = supported(name);
        }
    }

    private static String supported(String name) throws UnsupportedEncodingException {
        try {
            return Charset.forName(name).name();
        } catch (IllegalArgumentException e) {
            throw new UnsupportedEncodingException(name);
        }
    }

    @Override
    public @Nullable String getCharacterEncoding() {
        String own = encoding;
        return own == null ? super.getCharacterEncoding() : own;
    }

    @Override
    public @Nullable String getParameter(String name) {
        String[] values = getParameterValues(name);
        return values == null || values.length == 0 ? null : values[0];
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        String[] values = parameters().get(name);
        return values == null ? null : values.clone();
    }

    @Override
    public Enumeration<String> getParameterNames() {
        return Collections.enumeration(parameters().keySet());
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        return parameters();
    }

    /** Returns the parameters of the query and of a form; those of the container, unless the body is in memory. */
    private Map<String, String[]> parameters() {
        Map<String, String[]> known = parameters;
        if (known == null) {
            known = allParameters();
            parameters = known;
        }
        return known;
    }

    private Map<String, String[]> allParameters() {
        byte[] form = isUnread() && FormBody.isForm(this) ? body.whole() : null;
        if (form != null) {
            // Once the body is in memory, the container returns those of the query.
            return FormBody.with(super.getParameterMap(), form, charset(StandardCharsets.UTF_8));
        }
        return parts == null
                ? super.getParameterMap()
                : FormBody.with(super.getParameterMap(), parts, StandardCharsets.UTF_8);
    }

    private boolean isUnread() {
        return stream == null && reader == null;
    }

    @Override
    public Collection<Part> getParts() throws IOException, ServletException {
        Collection<Part> known = parts;
        if (known != null) {
            return known;
        }
        byte[] whole = isUnread() && MultipartBody.isMultipart(this) ? body.whole() : null;
        if (whole == null) {
            return super.getParts();
        }
        parts = MultipartBody.parse(whole, getContentType());
        // Those that were read before lack the fields of the parts.
        parameters = null;
        return parts;
    }

    @Override
    public @Nullable Part getPart(String name) throws IOException, ServletException {
        for (Part part : getParts()) {
            if (name.equals(part.getName())) {
                return part;
            }
        }
        return null;
    }

    @Override
    public AsyncContext startAsync() {
        return super.startAsync(this, response);
    }
}
