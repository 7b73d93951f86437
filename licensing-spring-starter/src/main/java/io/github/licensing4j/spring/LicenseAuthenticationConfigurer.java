package io.github.licensing4j.spring;

import io.github.licensing4j.servlet.LicensingFilter;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.config.annotation.web.configurers.ExceptionHandlingConfigurer;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;
import org.springframework.web.filter.CorsFilter;

/**
 * Makes the caller of a license an {@link org.springframework.security.core.Authentication} with the authorities {@code
 * FEATURE_…} and {@code SCOPE_…}, and answers requests without one as the licensing filter would. A license that lacks an
 * authority of a rule is answered with a problem document that names the plans with the feature.
 *
 * <p>It reads and verifies the credential; it consumes nothing of any limit. A request that is authenticated otherwise
 * is not changed. A request that carries a license needs no CSRF token.
 *
 * <p>The library's own paths, as configured, are left to the library: the rules of the chain do not apply there, no
 * CSRF token is needed, and the credentials of callers and the admin token are kept from other authentication filters.
 * Users with the authority {@code LICENSING_ADMIN} are authenticated by the chain as everywhere; the library refuses
 * their requests from other origins.
 */
public final class LicenseAuthenticationConfigurer
        extends AbstractHttpConfigurer<LicenseAuthenticationConfigurer, HttpSecurity> {
    private final LicensingFilter filter;
    private final LibraryRequests library;
    private final LicenseAccessDeniedHandler denied;
    private boolean rulesForLibrary;

    LicenseAuthenticationConfigurer(
            LicensingFilter filter, LibraryRequests library, LicenseAccessDeniedHandler denied) {
        this.filter = filter;
        this.library = library;
        this.denied = denied;
    }

    /**
     * Applies the authorization rules of this chain to the library's own paths as well, so that the host can restrict
     * who reaches them. By default they do not apply.
     */
    public LicenseAuthenticationConfigurer rulesForLibraryPaths() {
        rulesForLibrary = true;
        return this;
    }

    @Override
    @SuppressWarnings("unchecked")
    public void init(HttpSecurity http) {
        ExceptionHandlingConfigurer<HttpSecurity> handling = http.getConfigurer(ExceptionHandlingConfigurer.class);
        if (handling != null) {
            handling.defaultAuthenticationEntryPointFor(new LicenseEntryPoint(filter), AnyRequestMatcher.INSTANCE);
            handling.defaultAccessDeniedHandlerFor(denied, AnyRequestMatcher.INSTANCE);
        }
        CsrfConfigurer<HttpSecurity> csrf = http.getConfigurer(CsrfConfigurer.class);
        if (csrf != null) {
            csrf.ignoringRequestMatchers(this::needsNoCsrfToken);
        }
        AuthorizeHttpRequestsConfigurer<HttpSecurity> rules = http.getConfigurer(AuthorizeHttpRequestsConfigurer.class);
        if (rules != null && !rulesForLibrary) {
            rules.addObjectPostProcessor(new LibraryAuthorizationFilter.Placement(library));
        }
    }

    /**
     * Returns whether a request needs no CSRF token: a browser never sends a license by itself, and the library checks
     * the origin of requests to its own paths.
     */
    private boolean needsNoCsrfToken(HttpServletRequest request) {
        return library.contains(request) || filter.pendingCall(request).hasCredential();
    }

    @Override
    public void configure(HttpSecurity http) {
        http.addFilterBefore(new LibraryRequestFilter(library), CorsFilter.class);
        http.addFilterBefore(new LicenseAuthenticationFilter(filter, library), AuthorizationFilter.class);
    }
}
