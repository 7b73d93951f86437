package io.github.licensing4j.core.condition;

import org.jspecify.annotations.Nullable;

/** Reads one segment of a path. Empty segments are not counted, as rules do not match them. */
final class PathSegment {
    private PathSegment() {}

    /**
     * Returns a segment, null if the path has fewer.
     *
     * @param index counted from 0
     */
    static @Nullable String of(String path, int index) {
        int from = 0;
        int seen = 0;
        while (from < path.length()) {
            int end = path.indexOf('/', from);
            end = end < 0 ? path.length() : end;
            if (end > from && seen++ == index) {
                return path.substring(from, end);
            }
            from = end + 1;
        }
        return null;
    }
}
