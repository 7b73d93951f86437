package io.github.licensing4j.servlet;

import io.github.licensing4j.Declaration;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.function.Predicate;

/** Says what the endpoint of a request declares, where that is known before the servlet runs. Safe for many threads. */
@FunctionalInterface
public interface EndpointResolver {

    /**
     * What the endpoint declares; empty where only a later stage knows its handler, which then calls
     * {@link ParkedCall#admit}.
     *
     * @throws io.github.licensing4j.LicensingException if it cannot be told; the call is refused with 503
     */
    Optional<Declaration> declared(HttpServletRequest request);

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
