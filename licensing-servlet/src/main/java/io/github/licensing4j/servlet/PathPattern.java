package io.github.licensing4j.servlet;

import io.github.licensing4j.LicensingException;
import java.util.List;

/**
 * A pattern of canonical paths: {@code *} matches any characters within a segment, {@code **} as a whole segment any
 * number of segments, including none. Case matters unless the pattern ignores it.
 */
final class PathPattern {
    private final String[] segments;
    private final boolean ignoresCase;

    private PathPattern(String[] segments, boolean ignoresCase) {
        this.segments = segments;
        this.ignoresCase = ignoresCase;
    }

    /** Returns the same pattern ignoring case, as a host may map paths of any case to one handler. */
    PathPattern ignoringCase() {
        return new PathPattern(segments, true);
    }

    /** @throws LicensingException if the text does not start with a slash or has {@code **} within a segment */
    static PathPattern parse(String text) {
        if (!text.startsWith("/")) {
            throw new LicensingException("a path pattern starts with '/', got '" + text + "'");
        }
        String[] segments = text.substring(1).split("/", -1);
        for (String segment : segments) {
            if (segment.contains("**") && segment.length() > 2) {
                throw new LicensingException("'**' must be a whole segment, got '" + text + "'");
            }
        }
        return new PathPattern(segments, false);
    }

    boolean matches(String path) {
        return matches(0, path, 0);
    }

    /** Returns whether the pattern from a segment on matches the path from a slash on. */
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

    /** Returns whether some path matches both this pattern and that of an endpoint. */
    boolean overlaps(String endpoint) {
        return overlaps(0, EndpointSegments.of(endpoint), 0);
    }

    private boolean overlaps(int segment, List<String> endpoint, int at) {
        boolean ended = segment == segments.length;
        if (at == endpoint.size()) {
            return ended || (segments[segment].equals("**") && overlaps(segment + 1, endpoint, at));
        }
        boolean rest = endpoint.get(at).equals(EndpointSegments.REST);
        if (ended) {
            return rest && overlaps(segment, endpoint, at + 1);
        }
        if (rest || segments[segment].equals("**")) {
            return overlaps(segment + 1, endpoint, at) || overlaps(segment, endpoint, at + 1);
        }
        return meets(segments[segment], endpoint.get(at)) && overlaps(segment + 1, endpoint, at + 1);
    }

    private boolean meets(String glob, String endpoint) {
        return endpoint.equals(EndpointSegments.ANY) || glob(glob, endpoint, 0, endpoint.length());
    }

    /** Returns whether every path that matches an endpoint's pattern matches this one. */
    boolean contains(String endpoint) {
        return contains(0, EndpointSegments.of(endpoint), 0);
    }

    private boolean contains(int segment, List<String> endpoint, int at) {
        if (segment == segments.length) {
            return at == endpoint.size();
        }
        if (segments[segment].equals("**")) {
            return contains(segment + 1, endpoint, at) || (at < endpoint.size() && contains(segment, endpoint, at + 1));
        }
        if (at == endpoint.size() || endpoint.get(at).equals(EndpointSegments.REST)) {
            return false;
        }
        String own = endpoint.get(at);
        boolean inside = segments[segment].equals("*")
                || (!own.equals(EndpointSegments.ANY) && glob(segments[segment], own, 0, own.length()));
        return inside && contains(segment + 1, endpoint, at + 1);
    }

    /** Returns the next slash, the end of the path, or -1 past it. */
    private static int nextSlash(String path, int slash) {
        if (slash == path.length()) {
            return -1;
        }
        int next = path.indexOf('/', slash + 1);
        return next < 0 ? path.length() : next;
    }

    private boolean glob(String pattern, String path, int from, int to) {
        int p = 0;
        int at = from;
        int star = -1;
        int retry = from;
        while (at < to) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                retry = at;
            } else if (p < pattern.length() && isSame(pattern.charAt(p), path.charAt(at))) {
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

    /** Compares in upper and in lower case, as hosts compare characters in different ways. */
    private boolean isSame(char one, char other) {
        return one == other
                || (ignoresCase
                        && (Character.toLowerCase(one) == Character.toLowerCase(other)
                                || Character.toUpperCase(one) == Character.toUpperCase(other)));
    }
}
