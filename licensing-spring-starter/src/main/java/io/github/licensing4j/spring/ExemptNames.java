package io.github.licensing4j.spring;

import java.util.List;

/** Matches handlers with {@code licensing.filter.unenforced}: by class or class#method, with the package or without. */
final class ExemptNames {
    private ExemptNames() {}

    static boolean contains(List<String> exempt, String handler) {
        String simple = handler.substring(handler.lastIndexOf('.') + 1);
        String nested = simple.substring(simple.lastIndexOf('$') + 1);
        return exempt.stream()
                .anyMatch(name -> isNamed(name, handler) || isNamed(name, simple) || isNamed(name, nested));
    }

    private static boolean isNamed(String name, String handler) {
        return handler.equals(name) || handler.startsWith(name + "#");
    }
}
