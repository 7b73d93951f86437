package io.github.licensing4j.core.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The path of an endpoint rule.
 *
 * <p>A segment is a literal, {@code *} or <code>{name}</code> for any one segment, or, as the last one, {@code **} for
 * any number of further segments, none included: {@code /v1/export/**} matches {@code /v1/export}. Matching is
 * case-sensitive and ignores empty segments, so neither a trailing slash nor a doubled one bypasses a rule.
 *
 * @param text as written
 * @param segments literals as they are, {@link #ANY} for any one segment, in order and without the final {@code **}
 * @param open whether it ends in {@code **}
 */
record RulePath(String text, List<String> segments, boolean open) {
    /** Any one segment. */
    static final String ANY = "*";

    private static final String REST = "**";
    private static final int MAX_SEGMENTS = 32;

    RulePath {
        segments = List.copyOf(segments);
    }

    /** @throws IllegalArgumentException with the expected form */
    static RulePath parse(String text) {
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException("expected a path that starts with '/', got '" + text + "'");
        }
        List<String> segments = new ArrayList<>();
        String[] parts = text.substring(1).split("/", -1);
        boolean open = parts[parts.length - 1].equals(REST);
        int closed = open || text.equals("/") ? parts.length - 1 : parts.length;
        if (closed > MAX_SEGMENTS) {
            throw new IllegalArgumentException("expected at most " + MAX_SEGMENTS + " segments, got " + closed);
        }
        for (int i = 0; i < closed; i++) {
            segments.add(segment(parts[i], text));
        }
        return new RulePath(text, segments, open);
    }

    private static String segment(String segment, String text) {
        if (segment.equals(ANY) || segment.matches("\\{[A-Za-z][A-Za-z0-9_]*}")) {
            return ANY;
        }
        if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
            throw new IllegalArgumentException(
                    "expected no empty or dot segment and no trailing slash, got '" + text + "'");
        }
        if (segment.equals(REST)) {
            throw new IllegalArgumentException("expected '**' only as the last segment, got '" + text + "'");
        }
        if (segment.chars().anyMatch(c -> "*{}?#%;\\".indexOf(c) >= 0 || c < ' ' || c == 127)) {
            throw new IllegalArgumentException(
                    "expected each segment to be plain decoded text, {name}, '*', or '**' at the end, got '" + segment
                            + "'");
        }
        return segment;
    }

    /**
     * Returns the index of the segment of each variable, by its name.
     *
     * @throws IllegalArgumentException if two variables have the same name
     */
    Map<String, Integer> variables() {
        Map<String, Integer> variables = new HashMap<>();
        String[] parts = text.substring(1).split("/", -1);
        for (int i = 0; i < segments.size(); i++) {
            if (parts[i].startsWith("{")) {
                String name = parts[i].substring(1, parts[i].length() - 1);
                if (variables.putIfAbsent(name, i) != null) {
                    throw new IllegalArgumentException(
                            "expected one variable '" + name + "', got two in '" + text + "'");
                }
            }
        }
        return variables;
    }

    /** Returns a text that is equal for two patterns that match exactly the same paths. */
    String shape() {
        return String.join("/", segments) + (open ? "/**" : "");
    }
}
