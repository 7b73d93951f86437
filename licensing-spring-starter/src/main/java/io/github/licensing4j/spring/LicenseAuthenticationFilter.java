package io.github.licensing4j.spring;

import io.github.licensing4j.Identified;
import io.github.licensing4j.servlet.LicensingFilter;
import io.github.licensing4j.servlet.PendingCall;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Puts the caller of a license into the security context for this request alone; no session is changed. Requests to the
 * library's own paths pass unchanged, for the library identifies their callers.
 */
final class LicenseAuthenticationFilter extends OncePerRequestFilter {
    private final LicensingFilter licensing;
    private final LibraryRequests library;

    LicenseAuthenticationFilter(LicensingFilter licensing, LibraryRequests library) {
        this.licensing = licensing;
        this.library = library;
    }

    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    /** Filters error pages too, for the same caller; otherwise their own check would turn a 403 into a 401. */
    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (library.contains(request)) {
            HiddenFields.reveal(request);
        } else {
            authenticate(licensing.pendingCall(request));
        }
        chain.doFilter(request, response);
    }

    private static void authenticate(PendingCall pending) {
        if (pending.hasCredential()
                && isOpen(SecurityContextHolder.getContext().getAuthentication())
                && pending.identification() instanceof Identified caller
                && caller.license().isPresent()) {
            SecurityContext context = SecurityContextHolder.createEmptyContext();
            context.setAuthentication(new LicenseAuthentication(caller));
            SecurityContextHolder.setContext(context);
        }
    }

    private static boolean isOpen(@Nullable Authentication present) {
        return present == null || !present.isAuthenticated() || present instanceof AnonymousAuthenticationToken;
    }
}
