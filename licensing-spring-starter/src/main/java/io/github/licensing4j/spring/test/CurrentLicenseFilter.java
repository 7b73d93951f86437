package io.github.licensing4j.spring.test;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/** Adds the token of the running test to requests that MockMvc makes on its thread, unless they carry a credential. */
final class CurrentLicenseFilter extends OncePerRequestFilter {
    private static final String FIELD = "License-Token";
    private static final List<String> CREDENTIALS = List.of("Authorization", "X-API-Key", FIELD);
    // MockMvc calls on the test's own thread, and a test framework has no other way to reach a request it does not
    // build.
    private static final ThreadLocal<@Nullable String> CURRENT = new ThreadLocal<>();

    static void use(String token) {
        CURRENT.set(token);
    }

    static void clear() {
        CURRENT.remove();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String token = CURRENT.get();
        boolean bare = CREDENTIALS.stream().allMatch(field -> request.getHeader(field) == null);
        chain.doFilter(token != null && bare ? new WithToken(request, token) : request, response);
    }

    private static final class WithToken extends HttpServletRequestWrapper {
        private final String token;

        WithToken(HttpServletRequest request, String token) {
            super(request);
            this.token = token;
        }

        @Override
        public @Nullable String getHeader(String name) {
            return FIELD.equalsIgnoreCase(name) ? token : super.getHeader(name);
        }

        @Override
        public Enumeration<String> getHeaders(String name) {
            return FIELD.equalsIgnoreCase(name) ? Collections.enumeration(List.of(token)) : super.getHeaders(name);
        }
    }
}
