package io.github.licensing4j.spring;

import io.github.licensing4j.Endpoint;
import io.github.licensing4j.Identified;
import io.github.licensing4j.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.AnnotatedElement;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The endpoints of a protocol whose requests share a handler of Spring MVC, such as the tools of an MCP server. The request
 * itself needs a valid credential and is neither charged nor counted as in flight; the protocol decides each endpoint by {@link
 * io.github.licensing4j.servlet.PendingCall#part}. A bean of this type is found by the starter. Safe for use by many threads.
 */
public interface ProtocolEndpoints {

    /**
     * Returns the endpoints, for checks and lists. Called once, after all beans are created.
     *
     * @throws io.github.licensing4j.LicensingException if some of them would not be enforced; the application does not start
     */
    List<Endpoint> endpoints();

    /** Returns the classes and methods whose license annotations the protocol enforces. Called after {@link #endpoints}. */
    Set<AnnotatedElement> annotated();

    /** Returns whether a handler of Spring MVC carries the requests of the protocol. */
    boolean isCarrier(Object handler);

    /**
     * Returns the refusal of a request before the protocol reads it, empty if there is none. Default: none.
     *
     * @param caller whom the request was identified as
     */
    default Optional<Refusal> check(HttpServletRequest request, Identified caller) {
        return Optional.empty();
    }
}
