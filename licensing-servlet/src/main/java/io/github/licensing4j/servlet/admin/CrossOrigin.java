package io.github.licensing4j.servlet.admin;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Recognizes requests that a page of another origin makes a browser send with what the browser adds by itself: cookies, a
 * password of HTTP Basic, a certificate. Browsers name the origin in {@code Sec-Fetch-Site} (Fetch Metadata), older ones in
 * {@code Origin}; a program that is no browser sends neither.
 */
final class CrossOrigin {
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
    private static final Set<String> OWN = Set.of("same-origin", "none");

    private CrossOrigin() {}

    /** Whether a request that changes something may have been made by another origin in the name of its user. */
    static boolean isForged(HttpServletRequest request) {
        if (SAFE.contains(request.getMethod()) || hasBearer(request)) {
            return false;
        }
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return !OWN.contains(site.strip().toLowerCase(Locale.ROOT));
        }
        String origin = request.getHeader("Origin");
        return origin != null && !isHost(origin, request.getHeader("Host"));
    }

    /** No browser sends a bearer token by itself. */
    private static boolean hasBearer(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        return header != null && header.regionMatches(true, 0, "Bearer ", 0, 7);
    }

    private static boolean isHost(String origin, @Nullable String host) {
        try {
            String authority = URI.create(origin.strip()).getRawAuthority();
            return authority != null && authority.equalsIgnoreCase(host);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
