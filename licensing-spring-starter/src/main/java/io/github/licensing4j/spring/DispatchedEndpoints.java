package io.github.licensing4j.spring;

import io.github.licensing4j.Declaration;
import io.github.licensing4j.servlet.EndpointResolver;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.web.servlet.DispatcherServlet;

/** Leaves calls to a DispatcherServlet to its interceptor; other servlets are known by their class. */
final class DispatchedEndpoints implements EndpointResolver {
    private final EndpointResolver mapped = EndpointResolver.mappedServlet(DispatcherServlet.class::isAssignableFrom);

    @Override
    public Optional<Declaration> declared(HttpServletRequest request) {
        String servlet = request.getHttpServletMapping().getServletName();
        // MockMvc drives a DispatcherServlet that no container has mapped.
        return servlet == null || servlet.isEmpty() ? Optional.empty() : mapped.declared(request);
    }
}
