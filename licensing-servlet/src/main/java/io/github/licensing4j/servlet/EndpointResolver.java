package io.github.licensing4j.servlet;

import io.github.licensing4j.Declaration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Says what the endpoint of a request declares, where that is known before the servlet runs. Safe for many threads. */
@FunctionalInterface
public interface EndpointResolver {

    /**
     * What the endpoint declares; empty where only a later stage knows its handler, which then calls
     * {@link PendingCall#admit}.
     *
     * @throws io.github.licensing4j.LicensingException if it cannot be told; the call is refused with 503
     */
    Optional<Declaration> declared(HttpServletRequest request);

    /**
     * Whether the endpoint leaves a CORS preflight to a method that lists what is allowed and nothing more, so that it needs no
     * license: the {@code doOptions} of {@code HttpServlet}. Default false, which checks a preflight like any call.
     */
    default boolean inheritsOptions(HttpServletRequest request) {
        return false;
    }

    /**
     * What servlets declare, by their name; those left out that choose a handler themselves, and the container's own. A call
     * that is passed on by a dispatcher by name must be allowed at each of them. Default none.
     */
    default Map<String, Declaration> servlets(ServletContext context) {
        return Map.of();
    }

    /** The name of the servlet that a request is dispatched to, as it is at an include too; null or empty where there is none. */
    static @Nullable String servletName(HttpServletRequest request) {
        return Dispatches.mapping(request).getServletName();
    }

    /**
     * Checks that no annotation stands where it has no effect: on a method of a servlet, or on a filter.
     *
     * @throws io.github.licensing4j.LicensingException naming the first that does
     */
    default void check(ServletContext context) {}

    /** The annotations of the mapped servlet's class. The containers' own servlets for static files are resources. */
    static EndpointResolver mappedServlet() {
        return mappedServlet(servlet -> false);
    }

    /**
     * The annotations of the mapped servlet's class, apart from servlets that choose a handler themselves.
     *
     * @param parks whether a servlet of this class chooses a handler, so that the call is parked in front of it
     */
    static EndpointResolver mappedServlet(Predicate<Class<?>> parks) {
        return new MappedServletResolver(parks);
    }
}
