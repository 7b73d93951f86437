package io.github.licensing4j.spring;

import io.github.licensing4j.servlet.LicensingFilter;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.config.annotation.web.configurers.ExceptionHandlingConfigurer;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;

/**
 * Makes the caller of a license an {@link org.springframework.security.core.Authentication} with the authorities {@code
 * FEATURE_…} and {@code SCOPE_…}, and answers requests without one as the licensing filter would.
 *
 * <p>It reads and verifies the credential; it takes nothing from any limit. A request that is authenticated otherwise is
 * left alone. A request that carries a license needs no CSRF token.
 */
public final class LicenseAuthenticationConfigurer
        extends AbstractHttpConfigurer<LicenseAuthenticationConfigurer, HttpSecurity> {
    private final LicensingFilter filter;

    LicenseAuthenticationConfigurer(LicensingFilter filter) {
        this.filter = filter;
    }

    @Override
    @SuppressWarnings("unchecked")
    public void init(HttpSecurity http) {
        ExceptionHandlingConfigurer<HttpSecurity> handling = http.getConfigurer(ExceptionHandlingConfigurer.class);
        if (handling != null) {
            handling.defaultAuthenticationEntryPointFor(new LicenseEntryPoint(filter), AnyRequestMatcher.INSTANCE);
        }
        CsrfConfigurer<HttpSecurity> csrf = http.getConfigurer(CsrfConfigurer.class);
        if (csrf != null) {
            // A browser never sends a license by itself, so no other site can make it do so.
            csrf.ignoringRequestMatchers(request -> filter.park(request).hasCredential());
        }
    }

    @Override
    public void configure(HttpSecurity http) {
        http.addFilterBefore(new LicenseAuthenticationFilter(filter), AuthorizationFilter.class);
    }
}
