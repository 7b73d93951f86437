package io.github.licensing4j.spring;

import io.github.licensing4j.Declaration;
import io.github.licensing4j.Endpoint;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpMethod;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RequestPredicate;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;

/** Lists the routes of a router function with their methods and paths, as far as their predicates name them. */
final class RouteLister implements RouterFunctions.Visitor {
    private final List<Endpoint> endpoints = new ArrayList<>();
    private final Set<Class<?>> handlers = new HashSet<>();
    private final CarriedProtocols protocols;
    private final Deque<Matched> around = new ArrayDeque<>();

    /** @param protocols whose routes carry endpoints of their own */
    RouteLister(CarriedProtocols protocols) {
        this.protocols = protocols;
        around.push(new Matched());
    }

    List<Endpoint> endpoints() {
        return endpoints;
    }

    /** Returns the classes of handler functions, whose annotations are not read. */
    Set<Class<?>> handlers() {
        return handlers;
    }

    @Override
    public void startNested(RequestPredicate predicate) {
        around.push(within(predicate));
    }

    @Override
    public void endNested(RequestPredicate predicate) {
        around.pop();
    }

    @Override
    public void route(RequestPredicate predicate, HandlerFunction<?> handler) {
        handlers.add(handler.getClass());
        Matched matched = within(predicate);
        Set<String> methods = matched.methods.isEmpty() ? Set.of("*") : matched.methods;
        List<String> paths = matched.paths.isEmpty() ? List.of("/**") : matched.paths;
        Declaration declared = protocols.declared(handler);
        for (String path : paths) {
            methods.forEach(
                    method -> endpoints.add(new Endpoint(method, path, "RouterFunction " + predicate, declared)));
        }
    }

    @Override
    public void resources(Function<ServerRequest, Optional<Resource>> lookup) {}

    @Override
    public void attributes(Map<String, Object> attributes) {}

    @Override
    public void unknown(RouterFunction<?> router) {
        List<String> paths = around.element().paths;
        (paths.isEmpty() ? List.of("") : paths)
                .forEach(path -> endpoints.add(
                        new Endpoint("*", path + "/**", router.getClass().getSimpleName(), Declaration.none())));
    }

    private Matched within(RequestPredicate predicate) {
        Matched outer = around.element();
        Matched inner = new Matched();
        predicate.accept(inner);
        Matched joined = new Matched();
        joined.methods.addAll(inner.methods.isEmpty() ? outer.methods : inner.methods);
        if (inner.paths.isEmpty()) {
            joined.paths.addAll(outer.paths);
        }
        for (String path : inner.paths) {
            (outer.paths.isEmpty() ? List.of("") : outer.paths).forEach(prefix -> joined.paths.add(prefix + path));
        }
        return joined;
    }

    /** Collects methods and paths of a predicate; negated and unknown predicates match anything. */
    private static final class Matched implements RequestPredicates.Visitor {
        private final Set<String> methods = new HashSet<>();
        private final List<String> paths = new ArrayList<>();
        private int negated;

        @Override
        public void method(Set<HttpMethod> allowed) {
            if (negated == 0) {
                allowed.forEach(method -> methods.add(method.name()));
            }
        }

        @Override
        public void path(String pattern) {
            if (negated == 0) {
                paths.add(pattern);
            }
        }

        @Override
        public void startNegate() {
            negated++;
        }

        @Override
        public void endNegate() {
            negated--;
        }

        @Override
        public void pathExtension(String extension) {}

        @Override
        public void header(String name, String value) {}

        @Override
        public void param(String name, String value) {}

        /** Called by Spring 7, which has this method in the interface. */
        @SuppressWarnings({"EffectivelyPrivate", "UnusedMethod", "UnusedVariable"})
        public void version(String version) {}

        @Override
        public void startAnd() {}

        @Override
        public void and() {}

        @Override
        public void endAnd() {}

        @Override
        public void startOr() {}

        @Override
        public void or() {}

        @Override
        public void endOr() {}

        @Override
        public void unknown(RequestPredicate predicate) {}
    }
}
