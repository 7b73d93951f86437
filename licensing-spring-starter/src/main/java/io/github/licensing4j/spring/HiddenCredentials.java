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

/** Hides the credentials of a request from the authentication filters of the host, until it reaches the library. */
final class HiddenCredentials extends HttpServletRequestWrapper {
    private static final String ATTRIBUTE = HiddenCredentials.class.getName();
    private static final Set<String> FIELDS = Set.of("authorization", "dpop", "x-api-key", "license-token");

    private boolean revealed;

    private HiddenCredentials(HttpServletRequest request) {
        super(request);
    }

    static HttpServletRequest of(HttpServletRequest request) {
        HiddenCredentials hidden = new HiddenCredentials(request);
        request.setAttribute(ATTRIBUTE, hidden);
        return hidden;
    }

    /** Shows the credentials again, whatever wrappers were put around the request since. */
    static void reveal(ServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof HiddenCredentials hidden) {
            hidden.revealed = true;
        }
    }

    private boolean isHidden(String name) {
        return !revealed && FIELDS.contains(name.toLowerCase(Locale.ROOT));
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
