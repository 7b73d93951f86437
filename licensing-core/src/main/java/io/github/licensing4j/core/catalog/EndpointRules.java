package io.github.licensing4j.core.catalog;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All endpoint rules as a tree of path segments.
 *
 * <p>Exactly one rule applies to a call, the most specific that matches. Compared from the left, a literal segment
 * precedes {@code *} and <code>{name}</code>, those before a final {@code **}, and the end of the path before a
 * {@code **} that matches nothing more; of rules with the same path, one that names the method precedes {@code *}. So
 * any two rules that match the same call differ, or else the catalog is refused.
 */
final class EndpointRules {
    private final List<EndpointRule> rules;
    private final Branch root = new Branch("");

    /** @param rules no two with the same method and {@link RulePath#shape} */
    EndpointRules(List<EndpointRule> rules) {
        this.rules = List.copyOf(rules);
        for (EndpointRule rule : rules) {
            Branch branch = root;
            for (String segment : rule.path().segments()) {
                branch = branch.grow(segment);
            }
            (rule.path().open() ? branch.below : branch.here).put(rule.method(), rule);
        }
        root.trim();
    }

    List<EndpointRule> all() {
        return rules;
    }

    /**
     * Returns the rule that applies, null if none does. Allocates nothing.
     *
     * @param method upper case; {@code HEAD} is looked up as {@code GET}
     * @param path canonical
     */
    @Nullable
    EndpointRule find(String method, String path) {
        return rules.isEmpty() ? null : find(root, method.equals("HEAD") ? "GET" : method, path, 0);
    }

    private static @Nullable EndpointRule find(Branch branch, String method, String path, int from) {
        int start = from;
        while (start < path.length() && path.charAt(start) == '/') {
            start++;
        }
        if (start == path.length()) {
            EndpointRule exact = of(branch.here, method);
            return exact != null ? exact : of(branch.below, method);
        }
        int end = path.indexOf('/', start);
        if (end < 0) {
            end = path.length();
        }
        for (Branch next : branch.trimmed) {
            if (next.segment.length() == end - start && path.startsWith(next.segment, start)) {
                EndpointRule found = find(next, method, path, end);
                if (found != null) {
                    return found;
                }
                break;
            }
        }
        EndpointRule found = branch.any == null ? null : find(branch.any, method, path, end);
        return found != null ? found : of(branch.below, method);
    }

    private static @Nullable EndpointRule of(Map<String, EndpointRule> byMethod, String method) {
        if (byMethod.isEmpty()) {
            return null;
        }
        EndpointRule exact = byMethod.get(method);
        return exact != null ? exact : byMethod.get(EndpointRule.ANY_METHOD);
    }

    /** The branches after one segment. Built while the catalog is read, never changed after. */
    private static final class Branch {
        private final String segment;
        private final Map<String, Branch> literals = new LinkedHashMap<>();
        private Branch[] trimmed = {};
        private @Nullable Branch any;
        private Map<String, EndpointRule> here = new HashMap<>();
        private Map<String, EndpointRule> below = new HashMap<>();

        Branch(String segment) {
            this.segment = segment;
        }

        Branch grow(String next) {
            if (next.equals(RulePath.ANY)) {
                Branch branch = any == null ? new Branch(next) : any;
                any = branch;
                return branch;
            }
            return literals.computeIfAbsent(next, Branch::new);
        }

        void trim() {
            here = Map.copyOf(here);
            below = Map.copyOf(below);
            trimmed = literals.values().toArray(Branch[]::new);
            literals.values().forEach(Branch::trim);
            if (any != null) {
                any.trim();
            }
        }
    }
}
