package io.github.licensing4j.spring.test;

import jakarta.servlet.Servlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.core.Ordered;
import org.springframework.mock.web.MockServletConfig;
import org.springframework.mock.web.MockServletContext;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.util.UrlPathHelper;

/**
 * Dispatches requests of MockMvc to the library's servlets, which a container would have mapped. Does nothing in a
 * container.
 */
final class LibraryServletMapping implements HandlerMapping, Ordered {
    private static final String LIBRARY = "io.github.licensing4j.";

    private final ObjectProvider<ServletRegistrationBean<? extends Servlet>> servlets;
    private volatile @Nullable List<Mapped> mapped;

    /** A servlet and one of the prefixes or paths it is mapped to. */
    private record Mapped(Servlet servlet, String mapping) {

        /** Returns the servlet path of a request, if the mapping covers it. */
        Optional<String> servletPath(String path) {
            String base = mapping.endsWith("/*") ? mapping.substring(0, mapping.length() - 2) : mapping;
            boolean covers = path.equals(base) || (mapping.endsWith("/*") && path.startsWith(base + "/"));
            return covers ? Optional.of(base) : Optional.empty();
        }
    }

    LibraryServletMapping(ObjectProvider<ServletRegistrationBean<? extends Servlet>> servlets) {
        this.servlets = servlets;
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public @Nullable HandlerExecutionChain getHandler(HttpServletRequest request) throws ServletException {
        if (!(request.getServletContext() instanceof MockServletContext context)) {
            return null;
        }
        String path = new UrlPathHelper().getPathWithinApplication(request);
        for (Mapped candidate : mapped(context)) {
            Optional<String> servletPath = candidate.servletPath(path);
            if (servletPath.isPresent()) {
                return new HandlerExecutionChain(handler(candidate.servlet(), servletPath.get(), path));
            }
        }
        return null;
    }

    private static HttpRequestHandler handler(Servlet servlet, String servletPath, String path) {
        String rest = path.substring(servletPath.length());
        return (request, response) ->
                servlet.service(new MappedRequest(request, servletPath, rest.isEmpty() ? null : rest), response);
    }

    private synchronized List<Mapped> mapped(MockServletContext context) throws ServletException {
        List<Mapped> known = mapped;
        if (known == null) {
            List<ServletRegistrationBean<? extends Servlet>> own = servlets.orderedStream()
                    .filter(registration ->
                            registration.getServlet().getClass().getName().startsWith(LIBRARY))
                    .toList();
            for (ServletRegistrationBean<? extends Servlet> registration : own) {
                registration.getServlet().init(new MockServletConfig(context, registration.getServletName()));
            }
            known = own.stream()
                    .flatMap(registration -> registration.getUrlMappings().stream()
                            .map(mapping -> new Mapped(registration.getServlet(), mapping)))
                    .toList();
            mapped = known;
        }
        return known;
    }

    /** A request with the paths that a container would set for the mapped servlet. */
    private static final class MappedRequest extends HttpServletRequestWrapper {
        private final String servletPath;
        private final @Nullable String pathInfo;

        MappedRequest(HttpServletRequest request, String servletPath, @Nullable String pathInfo) {
            super(request);
            this.servletPath = servletPath;
            this.pathInfo = pathInfo;
        }

        @Override
        public String getServletPath() {
            return servletPath;
        }

        @Override
        public @Nullable String getPathInfo() {
            return pathInfo;
        }
    }
}
