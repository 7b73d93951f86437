package io.github.licensing4j.servlet;

import io.github.licensing4j.RequestPath;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Normalizes the raw path of a request to the canonical form that rules are matched on.
 *
 * <p>Percent-encoding is decoded once, path parameters and the trailing slash are dropped, doubled slashes are folded;
 * a path that a container, a framework and a proxy may read differently is {@link RequestPath.Ambiguous}.
 */
final class RequestPaths {
    private static final RequestPath ROOT = new RequestPath.Canonical("/");

    private RequestPaths() {}

    static RequestPath of(HttpServletRequest request) {
        return of(request.getRequestURI(), request.getContextPath());
    }

    /** Returns the path of a request URI below the context path. */
    static RequestPath of(String uri, String context) {
        if (context.isEmpty()) {
            return of(uri);
        }
        // The container may have matched another spelling of the context path than the one it reports.
        return uri.startsWith(context)
                ? of(uri.substring(context.length()))
                : new RequestPath.Ambiguous("the context path is written in another way");
    }

    /** Returns the path of a raw request target without its query. */
    static RequestPath of(String raw) {
        if (raw.isEmpty()) {
            return ROOT;
        }
        return isPlain(raw) ? new RequestPath.Canonical(raw) : PathDecoder.decode(raw);
    }

    /** Returns whether a path is canonical already, as nearly all are. */
    private static boolean isPlain(String raw) {
        int length = raw.length();
        if (raw.charAt(0) != '/' || (length > 1 && raw.charAt(length - 1) == '/')) {
            return false;
        }
        char previous = 'x';
        for (int i = 0; i < length; i++) {
            char c = raw.charAt(i);
            if (c <= ' '
                    || c >= 0x7f
                    || c == '%'
                    || c == ';'
                    || c == '\\'
                    || (previous == '/' && (c == '/' || c == '.'))) {
                return false;
            }
            previous = c;
        }
        return true;
    }
}
