package io.github.licensing4j.servlet;

import io.github.licensing4j.Declaration;
import io.github.licensing4j.MatchedPath;
import io.github.licensing4j.RequestPath;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/**
 * Checks requests that are dispatched within the server: by a forward, an include, an async dispatch or to an error
 * page.
 */
final class Dispatches {
    private final EndpointResolver endpoints;
    private final CallDecider decider;

    Dispatches(EndpointResolver endpoints, CallDecider decider) {
        this.endpoints = endpoints;
        this.decider = decider;
    }

    /**
     * Checks the target of a dispatch.
     *
     * @return whether it may run; if not, the response is complete. A servlet that chooses a handler itself may, for
     *     its own stage checks again
     */
    boolean admits(PendingCall call, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (call.isRefused() && request.getDispatcherType() != DispatcherType.ERROR) {
            return false;
        }
        try {
            return isByName(request)
                    ? call.isOfResource() || admitsByName(call, request, response)
                    : admitsByPath(call, request, response);
        } catch (RuntimeException | Error fault) {
            return decider.fail(call, fault, request, response);
        }
    }

    private boolean admitsByPath(PendingCall call, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Optional<Declaration> declared = endpoints.declared(request);
        return declared.isEmpty()
                || !(path(request) instanceof RequestPath.Canonical target)
                || call.admit(
                        new MatchedPath(target.value(), mapping(request).getPattern()),
                        declared.get(),
                        request,
                        response);
    }

    /** Checks every servlet that a dispatch by name may reach, for only the container knows which one it is. */
    private boolean admitsByName(PendingCall call, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        MatchedPath unknown = MatchedPath.of("/");
        for (Declaration declared :
                endpoints.servlets(request.getServletContext()).values()) {
            if (!call.admit(unknown, declared, request, response)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns whether a request is dispatched by name: such a dispatcher sets no attributes (Servlet 6 sections 9.3.1
     * and 9.4.2).
     */
    private static boolean isByName(HttpServletRequest request) {
        return switch (request.getDispatcherType()) {
            case FORWARD -> request.getAttribute(RequestDispatcher.FORWARD_REQUEST_URI) == null;
            case INCLUDE -> request.getAttribute(RequestDispatcher.INCLUDE_REQUEST_URI) == null;
            case REQUEST, ASYNC, ERROR -> false;
        };
    }

    /** Returns the path that a request is dispatched to. */
    static RequestPath path(HttpServletRequest request) {
        return request.getDispatcherType() == DispatcherType.INCLUDE
                        && request.getAttribute(RequestDispatcher.INCLUDE_REQUEST_URI) instanceof String included
                ? RequestPaths.of(included, request.getContextPath())
                : RequestPaths.of(request);
    }

    /** Returns the mapping of the servlet that a request is dispatched to. */
    static HttpServletMapping mapping(HttpServletRequest request) {
        return request.getDispatcherType() == DispatcherType.INCLUDE
                        && request.getAttribute(RequestDispatcher.INCLUDE_MAPPING)
                                instanceof HttpServletMapping included
                ? included
                : request.getHttpServletMapping();
    }
}
