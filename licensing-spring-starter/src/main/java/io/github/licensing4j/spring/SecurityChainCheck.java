package io.github.licensing4j.spring;

import io.github.licensing4j.servlet.admin.ManagementServlet;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletContext;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.security.web.SecurityFilterChain;

/**
 * Warns at the start of security chains that cover the library's own paths without the configurer of the library: such
 * a chain checks the credentials of callers and administrators before the library does.
 */
final class SecurityChainCheck implements SmartInitializingSingleton {
    private static final Logger log = LoggerFactory.getLogger(SecurityChainCheck.class);
    private static final List<String> BELOW = List.of("/licenses", "/token", "/me");

    private final ObjectProvider<SecurityFilterChain> chains;
    private final ServletContext servlets;
    private final String adminPath;

    SecurityChainCheck(ObjectProvider<SecurityFilterChain> chains, ServletContext servlets, String adminPath) {
        this.chains = chains;
        this.servlets = servlets;
        this.adminPath = adminPath;
    }

    @Override
    public void afterSingletonsInstantiated() {
        List<SecurityFilterChain> ordered = chains.orderedStream().toList();
        List<String> bypassed = Stream.concat(BELOW.stream().map(adminPath::concat), Stream.of(ManagementServlet.JWKS))
                .filter(path -> first(ordered, path).filter(this::judges).isPresent())
                .toList();
        if (!bypassed.isEmpty()) {
            log.warn(
                    "A SecurityFilterChain covers {} (licensing.admin.path) without the licensing configurer, so it may refuse"
                            + " callers and administrators with right credentials: inject LicenseAuthenticationConfigurer and"
                            + " call http.with(configurer, withDefaults()) in that chain, see docs/spring-security.md",
                    String.join(", ", bypassed));
        }
    }

    private Optional<SecurityFilterChain> first(List<SecurityFilterChain> ordered, String path) {
        return ordered.stream().filter(chain -> covers(chain, path)).findFirst();
    }

    /** Returns whether a chain covers a path; false for a matcher that needs more of a request than its path. */
    private boolean covers(SecurityFilterChain chain, String path) {
        try {
            return chain.matches(PathRequest.of(servlets, path));
        } catch (RuntimeException e) {
            log.debug("A SecurityFilterChain cannot be matched with {}", path, e);
            return false;
        }
    }

    /** Returns whether a chain has filters that check requests. */
    private boolean judges(SecurityFilterChain chain) {
        List<Filter> filters = chain.getFilters();
        return !filters.isEmpty() && filters.stream().noneMatch(LibraryRequestFilter.class::isInstance);
    }
}
