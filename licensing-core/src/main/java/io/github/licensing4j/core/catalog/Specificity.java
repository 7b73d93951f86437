package io.github.licensing4j.core.catalog;

import java.util.Comparator;
import java.util.List;

/**
 * Orders rules by specificity, as {@link EndpointRules} finds them; the order is made total by comparing literals as
 * text where no path can match both.
 */
final class Specificity {
    static final Comparator<EndpointRule> ORDER =
            Comparator.comparing(EndpointRule::path, Specificity::paths).thenComparing(Specificity::methods);

    private Specificity() {}

    private static int paths(RulePath a, RulePath b) {
        List<String> left = a.segments();
        List<String> right = b.segments();
        for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
            if (i == left.size()) {
                return ended(a);
            }
            if (i == right.size()) {
                return -ended(b);
            }
            int order = segments(left.get(i), right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Boolean.compare(a.open(), b.open());
    }

    // Where one pattern has ended and the other has further segments: an open one is the less specific; a closed one
    // matches none of the other's paths but the bare one of an open other, and goes first.
    private static int ended(RulePath shorter) {
        return shorter.open() ? 1 : -1;
    }

    private static int segments(String a, String b) {
        boolean anyA = a.equals(RulePath.ANY);
        boolean anyB = b.equals(RulePath.ANY);
        return anyA || anyB ? Boolean.compare(anyA, anyB) : a.compareTo(b);
    }

    private static int methods(EndpointRule a, EndpointRule b) {
        boolean anyA = a.method().equals(EndpointRule.ANY_METHOD);
        boolean anyB = b.method().equals(EndpointRule.ANY_METHOD);
        return anyA || anyB ? Boolean.compare(anyA, anyB) : a.method().compareTo(b.method());
    }
}
