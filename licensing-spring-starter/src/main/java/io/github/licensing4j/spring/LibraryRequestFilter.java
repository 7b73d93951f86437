package io.github.licensing4j.spring;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.web.filter.OncePerRequestFilter;

/** Hides credentials and origins for the library from the CORS and authentication filters behind it. */
final class LibraryRequestFilter extends OncePerRequestFilter {
    private final LibraryRequests library;

    LibraryRequestFilter(LibraryRequests library) {
        this.library = library;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Set<String> fields = library.fieldsOfLibrary(request);
        chain.doFilter(fields.isEmpty() ? request : HiddenFields.of(request, fields), response);
    }
}
