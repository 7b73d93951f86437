package io.github.licensing4j;

/**
 * The path of a call with the pattern its endpoint was chosen by.
 *
 * @param path the canonical path: decoded, without parameters, starting with a slash
 * @param pattern the pattern it matched, such as {@code /v1/cities/{id}}; empty if unknown. Usage is grouped by it, so
 *     there must be few
 */
public record MatchedPath(String path, String pattern) {

    /** Returns a path with an unknown pattern. */
    public static MatchedPath of(String path) {
        return new MatchedPath(path, "");
    }
}
