package io.github.licensing4j.servlet.admin;

import io.github.licensing4j.LicensingException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Allows pages of configured origins to use the paths of callers (Fetch standard, CORS). Credentials that a browser
 * adds by itself are never allowed; callers send theirs in header fields. The paths of administrators are closed to
 * other origins.
 */
final class Cors {
    private static final String ANY = "*";
    private static final Pattern ORIGIN = Pattern.compile("[a-z][a-z0-9+.-]*://[^/?#\\s@*]+");
    private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";
    private static final String REQUEST_FIELDS =
            "Authorization, Content-Digest, Content-Type, DPoP, Idempotency-Key, License-Device, License-Token, Signature,"
                    + " Signature-Input, X-API-Key";
    private static final String RESPONSE_FIELDS =
            "Accept-Signature, Allow, DPoP-Nonce, License-Notice, RateLimit, RateLimit-Policy, Retry-After, WWW-Authenticate";

    private final Set<String> origins;

    private Cors(Set<String> origins) {
        this.origins = origins;
    }

    /**
     * Allows these origins.
     *
     * @param origins such as {@code https://app.example}, or {@code *} for every one; empty for none
     * @throws LicensingException if one is no origin
     */
    static Cors of(Collection<String> origins) {
        Set<String> known = new TreeSet<>();
        for (String origin : origins) {
            String text = origin.strip().toLowerCase(Locale.ROOT);
            if (!text.equals(ANY) && !ORIGIN.matcher(text).matches()) {
                throw new LicensingException("the allowed origin '" + origin
                        + "' is no origin, expected scheme, host and port without a path,"
                        + " such as https://app.example, or * for every origin");
            }
            known.add(text);
        }
        return new Cors(known);
    }

    /** Writes the fields that allow the page of a request to read the response, if its origin is allowed. */
    void writeTo(HttpServletRequest request, HttpServletResponse response) {
        // A CORS filter of the host in front takes precedence.
        if (origins.isEmpty() || response.containsHeader(ALLOW_ORIGIN)) {
            return;
        }
        boolean any = origins.contains(ANY);
        if (!any) {
            response.addHeader("Vary", "Origin");
        }
        String origin = request.getHeader("Origin");
        if (origin == null || !(any || origins.contains(origin))) {
            return;
        }
        response.setHeader(ALLOW_ORIGIN, any ? ANY : origin);
        if (isPreflight(request)) {
            response.setHeader("Access-Control-Allow-Headers", REQUEST_FIELDS);
            response.setHeader("Access-Control-Max-Age", "600");
        } else {
            response.setHeader("Access-Control-Expose-Headers", RESPONSE_FIELDS);
        }
    }

    /** Answers OPTIONS for a path, preflights included. */
    Answer options(String methods, HttpServletRequest request, HttpServletResponse response) {
        Answer answer = Answer.noContent().with("Allow", methods);
        return isPreflight(request) && response.containsHeader(ALLOW_ORIGIN)
                ? answer.with("Access-Control-Allow-Methods", methods)
                : answer;
    }

    private static boolean isPreflight(HttpServletRequest request) {
        return request.getMethod().equals("OPTIONS") && request.getHeader("Access-Control-Request-Method") != null;
    }
}
