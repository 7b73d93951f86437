package io.github.licensing4j.spring;

import io.github.licensing4j.MatchedPath;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.springframework.http.server.PathContainer;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;
import org.springframework.web.util.UriUtils;
import org.springframework.web.util.UrlPathHelper;

/** Reads the path that a handler mapping has used: decoded, without parameters and context path. */
final class MappedPaths {
    private MappedPaths() {}

    /** Returns that path with the pattern of its handler. */
    static MatchedPath matched(HttpServletRequest request, boolean ignoresCase) {
        Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        String path = of(request);
        // The pattern matches literal segments too; values of variables are compared in lower case then.
        return new MatchedPath(
                ignoresCase ? path.toLowerCase(Locale.ROOT) : path, pattern == null ? "" : pattern.toString());
    }

    /** Removes encoding and path parameters, which the host's path matcher may keep and rules do not have. */
    private static String plain(String lookup) {
        String path = lookup.indexOf(';') < 0 ? lookup : UrlPathHelper.defaultInstance.removeSemicolonContent(lookup);
        return path.indexOf('%') < 0 ? path : UriUtils.decode(path, StandardCharsets.UTF_8);
    }

    static String of(HttpServletRequest request) {
        if (!ServletRequestPathUtils.hasParsedRequestPath(request)) {
            return plain(UrlPathHelper.getResolvedLookupPath(request));
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
