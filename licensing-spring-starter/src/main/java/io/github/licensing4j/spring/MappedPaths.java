package io.github.licensing4j.spring;

import io.github.licensing4j.MatchedPath;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.server.PathContainer;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;
import org.springframework.web.util.UrlPathHelper;

/** The path a handler mapping has used: decoded, without parameters and context path. */
final class MappedPaths {
    private MappedPaths() {}

    /** That path with the pattern of its handler. */
    static MatchedPath matched(HttpServletRequest request) {
        Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        return new MatchedPath(of(request), pattern == null ? "" : pattern.toString());
    }

    static String of(HttpServletRequest request) {
        if (!ServletRequestPathUtils.hasParsedRequestPath(request)) {
            return UrlPathHelper.getResolvedLookupPath(request);
        }
        PathContainer path =
                ServletRequestPathUtils.getParsedRequestPath(request).pathWithinApplication();
        String raw = path.value();
        if (raw.indexOf('%') < 0 && raw.indexOf(';') < 0) {
            return raw.isEmpty() ? "/" : raw;
        }
        StringBuilder decoded = new StringBuilder(raw.length());
        for (PathContainer.Element element : path.elements()) {
            decoded.append(
                    element instanceof PathContainer.PathSegment segment ? segment.valueToMatch() : element.value());
        }
        return decoded.isEmpty() ? "/" : decoded.toString();
    }
}
