package io.github.licensing4j.spring;

import io.github.licensing4j.servlet.EndpointResolver;
import org.springframework.web.servlet.DispatcherServlet;

/** Resolves what servlets declare in a Spring host. */
final class DispatchedEndpoints {
    private DispatchedEndpoints() {}

    /** Returns a resolver by servlet class that leaves calls to a DispatcherServlet to its interceptor. */
    static EndpointResolver resolver() {
        return EndpointResolver.mappedServlet(DispatcherServlet.class::isAssignableFrom);
    }
}
