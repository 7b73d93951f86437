package io.github.licensing4j.servlet;

import io.github.licensing4j.Declaration;
import io.github.licensing4j.LicensingException;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** Looks at the class of the servlet that a request is mapped to, once per servlet. */
final class MappedServletResolver implements EndpointResolver {
    private static final Optional<Declaration> RESOURCE = Optional.of(Declaration.resource());

    private final Predicate<Class<?>> parks;
    private final Map<String, Optional<Declaration>> byServlet = new ConcurrentHashMap<>();

    MappedServletResolver(Predicate<Class<?>> parks) {
        this.parks = parks;
    }

    @Override
    public Optional<Declaration> declared(HttpServletRequest request) {
        String servlet = request.getHttpServletMapping().getServletName();
        if (servlet == null || servlet.isEmpty()) {
            // Nothing is mapped here: what follows is a 404 of the container.
            return RESOURCE;
        }
        Optional<Declaration> known = byServlet.get(servlet);
        return known != null ? known : remember(servlet, request.getServletContext());
    }

    private Optional<Declaration> remember(String servlet, ServletContext context) {
        Optional<Declaration> declared = read(servlet, context);
        byServlet.put(servlet, declared);
        return declared;
    }

    private Optional<Declaration> read(String servlet, ServletContext context) {
        ServletRegistration registration = context.getServletRegistration(servlet);
        String type = registration == null ? null : registration.getClassName();
        if (type == null) {
            throw new LicensingException(
                    "servlet '" + servlet + "' is registered without its class, so what it requires"
                            + " is unknown: register it through ServletContext.addServlet, or give an EndpointResolver");
        }
        if (isContainersOwn(type)) {
            return RESOURCE;
        }
        try {
            Class<?> loaded = Class.forName(type, false, loader(context));
            return parks.test(loaded) ? Optional.empty() : Optional.of(DeclarationReader.of(loaded));
        } catch (ClassNotFoundException | LinkageError e) {
            throw new LicensingException(
                    "class " + type + " of servlet '" + servlet + "' cannot be loaded, so what it requires is unknown",
                    e);
        }
    }

    /** An embedded container may have none of its own for the context. */
    private static ClassLoader loader(ServletContext context) {
        ClassLoader loader = context.getClassLoader();
        return loader == null ? MappedServletResolver.class.getClassLoader() : loader;
    }

    /** Servlets that answer static files and 404s; a container's proxy or CGI servlet is the host's own endpoint. */
    private static boolean isContainersOwn(String type) {
        return switch (type) {
            case "org.apache.catalina.servlets.DefaultServlet", "io.undertow.servlet.handlers.DefaultServlet" -> true;
            default ->
                type.startsWith("org.eclipse.jetty.")
                        && (type.endsWith(".DefaultServlet")
                                || type.endsWith(".ResourceServlet")
                                || type.endsWith("$Default404Servlet"));
        };
    }
}
