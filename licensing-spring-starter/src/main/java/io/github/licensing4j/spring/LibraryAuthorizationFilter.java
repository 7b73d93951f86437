package io.github.licensing4j.spring;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.web.access.intercept.AuthorizationFilter;

/**
 * Exempts requests to the library's own paths, which the library authorizes itself; the rules of the host apply to all
 * others.
 */
final class LibraryAuthorizationFilter extends AuthorizationFilter {
    private final AuthorizationFilter host;
    private final LibraryRequests library;

    private LibraryAuthorizationFilter(AuthorizationFilter host, LibraryRequests library) {
        super(host.getAuthorizationManager());
        this.host = host;
        this.library = library;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request instanceof HttpServletRequest call && library.contains(call)) {
            chain.doFilter(request, response);
        } else {
            host.doFilter(request, response, chain);
        }
    }

    /** Places the filter before the authorization filter of a chain. */
    record Placement(LibraryRequests library) implements ObjectPostProcessor<AuthorizationFilter> {
        @Override
        @SuppressWarnings("unchecked")
        public <O extends AuthorizationFilter> O postProcess(O filter) {
            return (O) new LibraryAuthorizationFilter(filter, library);
        }
    }
}
