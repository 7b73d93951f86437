package io.github.licensing4j;

/**
 * The path by which the host's framework chose an endpoint, with the pattern that it matched. The path can differ from the
 * {@link RequestPath} of the same call, which the filter reads before any framework: for example, a framework that ignores
 * case returns it in lower case. Rules of endpoints are matched on this path.
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
