package io.github.licensing4j.servlet.admin;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Detects cross-site request forgery: requests of a page of another origin with credentials that the browser adds by
 * itself, such as cookies, a password of HTTP Basic or a certificate. Browsers name the origin in
 * {@code Sec-Fetch-Site} (Fetch Metadata), older ones in {@code Origin}; other programs send neither.
 */
final class CrossOrigin {
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
    private static final Set<String> OWN = Set.of("same-origin", "none");

    private CrossOrigin() {}

    /** Returns whether a changing request may have been forged by another origin. */
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

    /** Returns whether a request has a bearer token, which no browser sends by itself. */
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
