package io.github.licensing4j.spring.mcp;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.springframework.core.io.Resource;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RequestPredicate;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;

/**
 * The handlers of the routes of a transport. They are compared by identity: a route of the host at the same path, or a route of
 * the transport behind a filter of the host, is an ordinary endpoint.
 */
final class CarrierHandlers implements RouterFunctions.Visitor {
    private final Set<Object> handlers = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Adds the handlers of routes. */
    void add(RouterFunction<?> routes) {
        routes.accept(this);
    }

    boolean contains(Object handler) {
        return handlers.contains(handler);
    }

    @Override
    public void route(RequestPredicate predicate, HandlerFunction<?> handler) {
        handlers.add(handler);
    }

    @Override
    public void startNested(RequestPredicate predicate) {}

    @Override
    public void endNested(RequestPredicate predicate) {}

    @Override
    public void resources(Function<ServerRequest, Optional<Resource>> lookup) {}

    @Override
    public void attributes(Map<String, Object> attributes) {}

    @Override
    public void unknown(RouterFunction<?> router) {}
}
