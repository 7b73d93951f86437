package io.github.licensing4j.core.catalog;

import io.github.licensing4j.Declaration;
import io.github.licensing4j.Endpoint;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rule for a call by path and by the pattern of its handler, whichever is more specific. A host may match paths that
 * are written in another way than its patterns, such as in upper case; the pattern stays. Safe for use by many threads.
 */
final class CoveringRules {
    /** Far above the number of endpoints of a host. */
    private static final int MAX = 10_000;

    private final EndpointRules rules;
    private final ConcurrentHashMap<String, ConcurrentHashMap<String, Optional<EndpointRule>>> byMethod =
            new ConcurrentHashMap<>();

    CoveringRules(EndpointRules rules) {
        this.rules = rules;
    }

    /**
     * Returns the rule that applies, null if none does.
     *
     * @param method upper case
     * @param path canonical
     * @param pattern of the handler, empty where it is not known
     */
    @Nullable
    EndpointRule find(String method, String path, String pattern) {
        EndpointRule byPath = rules.find(method, path);
        if (rules.all().isEmpty() || pattern.equals(path) || isUnspecific(pattern)) {
            return byPath;
        }
        EndpointRule byPattern = covering(method.equals("HEAD") ? "GET" : method, pattern);
        boolean better = byPattern != null && (byPath == null || Specificity.ORDER.compare(byPattern, byPath) < 0);
        return better ? byPattern : byPath;
    }

    /**
     * Returns whether a pattern does not identify the path: one of the Servlet specification for an extension or for
     * all other paths.
     */
    private static boolean isUnspecific(String pattern) {
        return pattern.length() < 2 || pattern.charAt(0) != '/' || pattern.equals("/*") || pattern.equals("/**");
    }

    private @Nullable EndpointRule covering(String method, String pattern) {
        ConcurrentHashMap<String, Optional<EndpointRule>> ofMethod = byMethod.get(method);
        if (ofMethod == null) {
            if (!EndpointNames.isStandard(method)) {
                return search(method, pattern);
            }
            ofMethod = byMethod.computeIfAbsent(method, key -> new ConcurrentHashMap<>());
        }
        Optional<EndpointRule> known = ofMethod.get(pattern);
        if (known != null) {
            return known.orElse(null);
        }
        EndpointRule found = search(method, pattern);
        if (ofMethod.size() < MAX) {
            ofMethod.put(pattern, Optional.ofNullable(found));
        }
        return found;
    }

    private @Nullable EndpointRule search(String method, String pattern) {
        // A servlet's "/a/*" matches any number of segments, a controller's exactly one; the rule must cover both.
        String widest = pattern.endsWith("/*") ? pattern + "*" : pattern;
        return covering(EndpointPattern.of(new Endpoint(method, widest, "", Declaration.none())), rules.all());
    }

    /** Returns the most specific rule that matches every call of an endpoint. */
    static @Nullable EndpointRule covering(EndpointPattern pattern, List<EndpointRule> rules) {
        EndpointRule best = null;
        for (EndpointRule rule : rules) {
            if (pattern.isCoveredBy(rule) && (best == null || Specificity.ORDER.compare(rule, best) < 0)) {
                best = rule;
            }
        }
        return best;
    }
}
