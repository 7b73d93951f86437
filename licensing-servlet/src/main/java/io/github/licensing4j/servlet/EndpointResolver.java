package io.github.licensing4j.servlet;

import io.github.licensing4j.Declaration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Resolves the declaration of the endpoint of a request, if it is known before the servlet runs. Safe for use by many
 * threads.
 */
@FunctionalInterface
public interface EndpointResolver {

    /**
     * Returns the declaration of the endpoint; empty if a later stage resolves the handler and then calls
     * {@link PendingCall#admit}.
     *
     * @throws io.github.licensing4j.LicensingException if it cannot be found out; the call is refused with 503
     */
    Optional<Declaration> declared(HttpServletRequest request);

    /**
     * Returns whether the endpoint answers a CORS preflight with the inherited {@code doOptions} of
     * {@code HttpServlet}, which only lists the allowed methods, so that the preflight needs no license. Default false:
     * a preflight is checked like any call.
     */
    default boolean inheritsOptions(HttpServletRequest request) {
        return false;
    }

    /**
     * Returns the declarations of servlets by their name, without those that choose a handler themselves and the container's
     * own. A call that is dispatched by name must be allowed at each of them. Default none.
     */
    default Map<String, Declaration> servlets(ServletContext context) {
        return Map.of();
    }

    /**
     * Checks that no annotation is without effect: on a method of a servlet, or on a filter.
     *
     * @throws io.github.licensing4j.LicensingException naming the first that does
     */
    default void check(ServletContext context) {}

    /**
     * Returns a resolver that reads the annotations of the mapped servlet's class. The containers' own servlets for
     * static files are resources, and so is a path without a servlet, which the container answers with 404.
     */
    static EndpointResolver mappedServlet() {
        return new MappedServletResolver(servlet -> false, Optional.of(Declaration.resource()));
    }

    /**
     * Returns a resolver that reads the annotations of the mapped servlet's class, except for servlets that choose a
     * handler themselves. A call without a mapped servlet stays undecided too: test clients call such a servlet without a
     * container.
     *
     * @param choosesHandler whether a servlet of this class chooses a handler, so that the call stays undecided until then
     */
    static EndpointResolver mappedServlet(Predicate<Class<?>> choosesHandler) {
        return new MappedServletResolver(choosesHandler, Optional.empty());
    }
}
