package io.github.licensing4j.servlet.admin;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Routes, looked up by method and path.
 *
 * @param <H> the type of the handlers
 */
record RouteTable<H>(List<Route<H>> routes) {

    /** The result of a look-up. */
    sealed interface Match<H> {
        /** A route with the values of its braces. */
        record Found<H>(H handler, List<String> variables) implements Match<H> {}

        /** Only routes of other methods match. */
        record OtherMethods<H>(SortedSet<String> allowed) implements Match<H> {}

        /** No route matches. */
        record Nothing<H>() implements Match<H> {}
    }

    Match<H> find(String method, String path) {
        String effective = method.equals("HEAD") ? "GET" : method;
        SortedSet<String> others = new TreeSet<>();
        for (Route<H> route : routes) {
            List<String> variables = route.match(path);
            if (variables != null && route.method().equals(effective)) {
                return new Match.Found<>(route.handler(), variables);
            }
            if (variables != null) {
                others.add(route.method());
            }
        }
        if (others.contains("GET")) {
            others.add("HEAD");
        }
        return others.isEmpty() ? new Match.Nothing<>() : new Match.OtherMethods<>(others);
    }
}
