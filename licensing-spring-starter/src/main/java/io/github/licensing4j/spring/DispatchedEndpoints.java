package io.github.licensing4j.spring;

import io.github.licensing4j.Declaration;
import io.github.licensing4j.servlet.EndpointResolver;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;
import org.springframework.web.servlet.DispatcherServlet;

/** Resolves declarations by servlet class, and leaves calls to a DispatcherServlet to its interceptor. */
final class DispatchedEndpoints implements EndpointResolver {
    private final EndpointResolver mapped = EndpointResolver.mappedServlet(DispatcherServlet.class::isAssignableFrom);

    @Override
    public Optional<Declaration> declared(HttpServletRequest request) {
        return isUnmapped(request) ? Optional.empty() : mapped.declared(request);
    }

    @Override
    public boolean inheritsOptions(HttpServletRequest request) {
        return !isUnmapped(request) && mapped.inheritsOptions(request);
    }

    @Override
    public Map<String, Declaration> servlets(ServletContext context) {
        return mapped.servlets(context);
    }

    /** Returns whether no servlet is mapped: MockMvc calls a DispatcherServlet without a container. */
    private static boolean isUnmapped(HttpServletRequest request) {
        String servlet = EndpointResolver.servletName(request);
        return servlet == null || servlet.isEmpty();
    }
}
