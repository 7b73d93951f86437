package io.github.licensing4j.spring;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/** Keeps credentials that are for the library from the authentication filters behind it. */
final class LibraryRequestFilter extends OncePerRequestFilter {
    private final LibraryRequests library;

    LibraryRequestFilter(LibraryRequests library) {
        this.library = library;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        chain.doFilter(library.readsCredentials(request) ? HiddenCredentials.of(request) : request, response);
    }
}
