package io.github.licensing4j.servlet;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/** Drops the header fields of a response that is not sent, and keeps those of filters in front. */
final class StaleHeaders {
    private static final List<String> SENDFILE = List.of(
            "org.apache.tomcat.sendfile.filename",
            "org.apache.tomcat.sendfile.start",
            "org.apache.tomcat.sendfile.end");

    private static final Set<String> NEUTRAL = Set.of(
            "vary",
            "strict-transport-security",
            "x-content-type-options",
            "x-frame-options",
            "x-xss-protection",
            "traceparent",
            "tracestate",
            "x-request-id",
            "x-correlation-id");

    private StaleHeaders() {}

    /** Drops the fields of an uncommitted response, and the file that Tomcat would send by itself. */
    static void drop(HttpServletRequest request, HttpServletResponse response) {
        if (request.getAttribute(SENDFILE.get(0)) != null) {
            SENDFILE.forEach(request::removeAttribute);
        }
        if (response.getHeaderNames().stream().anyMatch(StaleHeaders::isStale)) {
            restart(response);
        }
    }

    /** Resets body, status and those header fields; a committed response stays as it is. */
    static void restart(HttpServletResponse response) {
        restart(response, name -> !isStale(name));
    }

    /** Resets the response of an undecided call: only policies for browsers and the ids of the call are kept. */
    static void dropAnswer(HttpServletResponse response) {
        restart(response, StaleHeaders::isKept);
    }

    private static void restart(HttpServletResponse response, Predicate<String> keep) {
        if (response.isCommitted()) {
            return;
        }
        List<String[]> kept = new ArrayList<>();
        for (String name : response.getHeaderNames()) {
            if (keep.test(name)) {
                response.getHeaders(name).forEach(value -> kept.add(new String[] {name, value}));
            }
        }
        response.reset();
        kept.forEach(header -> response.addHeader(header[0], header[1]));
    }

    private static boolean isStale(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "etag", "last-modified", "accept-ranges", "location", "set-cookie", "expires", "allow" -> true;
            default -> name.regionMatches(true, 0, "Content-", 0, 8) && !isPolicy(name);
        };
    }

    private static boolean isKept(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.startsWith("access-control-") || lower.endsWith("-policy") || NEUTRAL.contains(lower);
    }

    private static boolean isPolicy(String name) {
        return name.regionMatches(true, 0, "Content-Security-Policy", 0, 23);
    }
}
