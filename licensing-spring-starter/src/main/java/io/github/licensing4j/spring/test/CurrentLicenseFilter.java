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
    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        boolean bare = CurrentLicense.CREDENTIALS.stream().allMatch(field -> request.getHeader(field) == null);
        HttpServletRequest call = CurrentLicense.token()
                .filter(token -> bare)
                .<HttpServletRequest>map(token -> new WithToken(request, token))
                .orElse(request);
        chain.doFilter(call, response);
    }

    private static final class WithToken extends HttpServletRequestWrapper {
        private final String token;

        WithToken(HttpServletRequest request, String token) {
            super(request);
            this.token = token;
        }

        @Override
        public @Nullable String getHeader(String name) {
            return CurrentLicense.FIELD.equalsIgnoreCase(name) ? token : super.getHeader(name);
        }

        @Override
        public Enumeration<String> getHeaders(String name) {
            return CurrentLicense.FIELD.equalsIgnoreCase(name)
                    ? Collections.enumeration(List.of(token))
                    : super.getHeaders(name);
        }
    }
}
