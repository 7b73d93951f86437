package io.github.licensing4j.examples.cluster.node;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Adds the name of the node to every response, refusals included. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class NodeHeaderFilter extends OncePerRequestFilter {
    private final String node;

    NodeHeaderFilter(@Value("${licensing.store.node}") String node) {
        this.node = node;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        response.setHeader("X-Node", node);
        chain.doFilter(request, response);
    }
}
