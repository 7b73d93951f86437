package io.github.licensing4j.servlet;

import io.github.licensing4j.LicensingException;

/**
 * A pattern of canonical paths: {@code *} stands for any characters within a segment, {@code **} as a whole segment for
 * any number of segments, none included. Case matters.
 */
final class PathPattern {
    private final String[] segments;

    private PathPattern(String[] segments) {
        this.segments = segments;
    }

    /** @throws LicensingException if the text does not start with a slash or has {@code **} within a segment */
    static PathPattern parse(String text) {
        if (!text.startsWith("/")) {
            throw new LicensingException("a path pattern starts with '/', got '" + text + "'");
        }
        String[] segments = text.substring(1).split("/", -1);
        for (String segment : segments) {
            if (segment.contains("**") && segment.length() > 2) {
                throw new LicensingException("'**' stands alone between slashes, got '" + text + "'");
            }
        }
        return new PathPattern(segments);
    }

    boolean matches(String path) {
        return matches(0, path, 0);
    }

    /** Whether the pattern from a segment on matches the path from a slash on. */
    private boolean matches(int segment, String path, int slash) {
        if (segment == segments.length) {
            return slash == path.length();
        }
        if (segments[segment].equals("**")) {
            for (int rest = slash; rest >= 0; rest = nextSlash(path, rest)) {
                if (matches(segment + 1, path, rest)) {
                    return true;
                }
            }
            return false;
        }
        if (slash == path.length()) {
            return false;
        }
        int end = nextSlash(path, slash);
        return glob(segments[segment], path, slash + 1, end) && matches(segment + 1, path, end);
    }

    /** The slash after this one, the end of the path, or -1 past it. */
    private static int nextSlash(String path, int slash) {
        if (slash == path.length()) {
            return -1;
        }
        int next = path.indexOf('/', slash + 1);
        return next < 0 ? path.length() : next;
    }

    private static boolean glob(String pattern, String path, int from, int to) {
        int p = 0;
        int at = from;
        int star = -1;
        int retry = from;
        while (at < to) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                retry = at;
            } else if (p < pattern.length() && pattern.charAt(p) == path.charAt(at)) {
                p++;
                at++;
            } else if (star >= 0) {
                p = star + 1;
                at = ++retry;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
