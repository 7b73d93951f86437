package io.github.licensing4j.servlet;

import io.github.licensing4j.RequestPath;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;

/**
 * Selects the requests that are inside the license check.
 *
 * @param include patterns of which one must match, empty for every path
 * @param exclude patterns of which none may match
 * @param own patterns of the paths of the library's own servlets, where no endpoint of the host is reached
 */
record PathScope(List<PathPattern> include, List<PathPattern> exclude, List<PathPattern> own) {
    PathScope {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
        own = List.copyOf(own);
    }

    boolean covers(RequestPath path) {
        // An ambiguous path must not escape the check.
        return !(path instanceof RequestPath.Canonical canonical)
                || ((include.isEmpty() || matchesAny(include, canonical.value()))
                        && !matchesAny(exclude, canonical.value())
                        && !matchesAny(own, canonical.value()));
    }

    /** Returns whether every path that an endpoint's pattern matches is inside the license check. */
    boolean coversAll(String endpoint) {
        return (include.isEmpty() || include.stream().anyMatch(pattern -> pattern.contains(endpoint)))
                && exclude.stream().noneMatch(pattern -> pattern.overlaps(endpoint));
    }

    /** Returns whether no path that an endpoint's pattern matches is inside the license check. */
    boolean coversNone(String endpoint) {
        return (!include.isEmpty() && include.stream().noneMatch(pattern -> pattern.overlaps(endpoint)))
                || exclude.stream().anyMatch(pattern -> pattern.contains(endpoint));
    }

    private static boolean matchesAny(List<PathPattern> patterns, String path) {
        for (int i = 0; i < patterns.size(); i++) {
            if (patterns.get(i).matches(path)) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether a request is a CORS preflight (Fetch standard), which carries no credential. */
    static boolean isPreflight(HttpServletRequest request) {
        return "OPTIONS".equals(request.getMethod())
                && request.getHeader("Origin") != null
                && request.getHeader("Access-Control-Request-Method") != null;
    }
}
