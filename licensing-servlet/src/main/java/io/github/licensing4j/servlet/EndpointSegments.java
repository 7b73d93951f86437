package io.github.licensing4j.servlet;

import java.util.ArrayList;
import java.util.List;

/**
 * The segments of an endpoint's pattern: literals, {@link #ANY} for one variable segment, {@link #REST} for any number
 * of segments.
 */
final class EndpointSegments {
    static final String ANY = "*";
    static final String REST = "**";

    private EndpointSegments() {}

    static List<String> of(String pattern) {
        List<String> segments = new ArrayList<>();
        int start = 0;
        int braces = 0;
        for (int i = 0; i <= pattern.length(); i++) {
            char c = i == pattern.length() ? '/' : pattern.charAt(i);
            braces += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (c == '/' && (braces == 0 || i == pattern.length())) {
                add(pattern.substring(start, i), segments);
                start = i + 1;
            }
        }
        return segments;
    }

    private static void add(String segment, List<String> segments) {
        if (segment.equals(REST) || segment.startsWith("{*")) {
            segments.add(REST);
        } else if (!segment.isEmpty()) {
            segments.add(segment.chars().anyMatch(c -> "*?{".indexOf(c) >= 0) ? ANY : segment);
        }
    }
}
