package io.github.licensing4j.core.catalog;

import io.github.licensing4j.Requirement;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Names the endpoints that usage is reported under: method and pattern, or the rule where the pattern is not specific.
 * Bounded: endpoints beyond the bound are reported together. Safe for use by many threads.
 */
final class EndpointNames {
    /** Far above the number of endpoints of a host. */
    private static final int MAX = 10_000;

    private static final String OTHERS = "others";

    private final ConcurrentHashMap<String, ConcurrentHashMap<String, Named>> byMethod = new ConcurrentHashMap<>();
    private final int max;

    /** The requirement of an endpoint, and what it was derived from. */
    private record Named(Requirement from, Requirement requirement) {}

    EndpointNames() {
        this(MAX);
    }

    /** @param max how many endpoints of one method are kept apart */
    EndpointNames(int max) {
        this.max = max;
    }

    /** Returns the requirement with the name of its endpoint; the same object for the same endpoint. */
    @SuppressWarnings("ReferenceEquality") // Most often the same object; where it is not, it is only made anew.
    Requirement named(Requirement joined, @Nullable EndpointRule rule, String method, String pattern) {
        String requested = method.equals("HEAD") ? "GET" : method;
        ConcurrentHashMap<String, Named> ofMethod = byMethod.get(requested);
        if (ofMethod == null) {
            // Callers can invent methods, so only standard ones have entries of their own.
            ofMethod = byMethod.computeIfAbsent(
                    isStandard(requested) ? requested : OTHERS, key -> new ConcurrentHashMap<>());
        }
        String known = rule != null && isUnspecific(pattern) ? rule.path().text() : pattern;
        Named named = ofMethod.get(known);
        if (named != null && named.from == joined) {
            return named.requirement;
        }
        return cached(ofMethod, joined, isStandard(requested) ? requested : "*", known);
    }

    private Requirement cached(
            ConcurrentHashMap<String, Named> ofMethod, Requirement joined, String method, String pattern) {
        if (pattern.isEmpty()) {
            return joined;
        }
        if (ofMethod.size() >= max && !ofMethod.containsKey(pattern)) {
            return joined.at(OTHERS);
        }
        Named made = new Named(joined, joined.at(method + " " + pattern));
        ofMethod.put(pattern, made);
        return made.requirement;
    }

    private static boolean isUnspecific(String pattern) {
        return pattern.isEmpty() || pattern.equals("/") || pattern.equals("/*") || pattern.equals("/**");
    }

    static boolean isStandard(String method) {
        return switch (method) {
            case "GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE" -> true;
            case EndpointRule.TOOL_METHOD, EndpointRule.MODEL_METHOD -> true;
            default -> false;
        };
    }
}
