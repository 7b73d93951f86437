package io.github.licensing4j.core.catalog;

import io.github.licensing4j.Endpoint;
import java.util.ArrayList;
import java.util.List;

/**
 * The method and path pattern of a host's endpoint, in a form that can be compared with rules. Segments with any
 * pattern in them, such as <code>{id:[0-9]+}</code> or {@code *.csv}, count as any one segment; from {@code **} or
 * <code>{*rest}</code> on, anything may follow.
 */
record EndpointPattern(String method, List<String> segments, boolean open) {

    static EndpointPattern of(Endpoint endpoint) {
        List<String> segments = new ArrayList<>();
        boolean open = false;
        for (String part : split(endpoint.pattern())) {
            if (part.equals("**") || part.startsWith("{*")) {
                open = true;
                break;
            }
            boolean variable = part.chars().anyMatch(c -> "*?{".indexOf(c) >= 0);
            segments.add(variable ? RulePath.ANY : part);
        }
        return new EndpointPattern(endpoint.method().equals("HEAD") ? "GET" : endpoint.method(), segments, open);
    }

    /** Splits at slashes outside of braces, without empty parts. */
    private static List<String> split(String pattern) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        int braces = 0;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            braces += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (c == '/' && braces == 0) {
                add(parts, part);
            } else {
                part.append(c);
            }
        }
        add(parts, part);
        return parts;
    }

    private static void add(List<String> parts, StringBuilder part) {
        if (!part.isEmpty()) {
            parts.add(part.toString());
            part.setLength(0);
        }
    }

    /** Returns whether the rule matches every call of this endpoint. */
    boolean isCoveredBy(EndpointRule rule) {
        RulePath path = rule.path();
        if (!rule.method().equals(EndpointRule.ANY_METHOD) && !rule.method().equals(method)) {
            return false;
        }
        int fixed = path.segments().size();
        boolean longEnough = path.open() ? segments.size() >= fixed : segments.size() == fixed && !open;
        if (!longEnough) {
            return false;
        }
        for (int i = 0; i < fixed; i++) {
            String wanted = path.segments().get(i);
            if (!wanted.equals(RulePath.ANY) && !wanted.equals(segments.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether the rule can match a call of this endpoint. */
    boolean overlaps(EndpointRule rule) {
        RulePath path = rule.path();
        boolean sameMethod = rule.method().equals(EndpointRule.ANY_METHOD)
                || method.equals(EndpointRule.ANY_METHOD)
                || rule.method().equals(method);
        int fixed = path.segments().size();
        int common = Math.min(segments.size(), fixed);
        boolean lengthsMeet = (segments.size() <= fixed || path.open()) && (fixed <= segments.size() || open);
        if (!sameMethod || !lengthsMeet) {
            return false;
        }
        for (int i = 0; i < common; i++) {
            String wanted = path.segments().get(i);
            String own = segments.get(i);
            if (!wanted.equals(RulePath.ANY) && !own.equals(RulePath.ANY) && !wanted.equals(own)) {
                return false;
            }
        }
        return true;
    }
}
