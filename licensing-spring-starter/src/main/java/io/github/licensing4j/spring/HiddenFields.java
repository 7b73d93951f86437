package io.github.licensing4j.spring;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Hides header fields of a request from the security filters of the host, until it reaches the library. */
final class HiddenFields extends HttpServletRequestWrapper {
    private static final String ATTRIBUTE = HiddenFields.class.getName();

    private final Set<String> fields;
    private boolean revealed;

    private HiddenFields(HttpServletRequest request, Set<String> fields) {
        super(request);
        this.fields = fields;
    }

    /** @param fields names of header fields in lower case */
    static HttpServletRequest of(HttpServletRequest request, Set<String> fields) {
        HiddenFields hidden = new HiddenFields(request, fields);
        request.setAttribute(ATTRIBUTE, hidden);
        return hidden;
    }

    /** Shows the fields again, whatever wrappers were added around the request since. */
    static void reveal(ServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof HiddenFields hidden) {
            hidden.revealed = true;
        }
    }

    private boolean isHidden(String name) {
        return !revealed && fields.contains(name.toLowerCase(Locale.ROOT));
    }

    @Override
    public @Nullable String getHeader(String name) {
        return isHidden(name) ? null : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        return isHidden(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        List<String> names = Collections.list(super.getHeaderNames());
        names.removeIf(this::isHidden);
        return Collections.enumeration(names);
    }
}
