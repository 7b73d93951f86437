package io.github.licensing4j.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.FilterRegistration;
import java.util.EnumSet;

/** Maps the filter to dispatches within the server, whatever dispatcher types the host registered it for. */
final class SelfMapping {
    private static final System.Logger LOG = System.getLogger(SelfMapping.class.getName());

    private SelfMapping() {}

    static void add(FilterConfig config) {
        FilterRegistration registration = config.getServletContext().getFilterRegistration(config.getFilterName());
        if (registration == null) {
            return;
        }
        try {
            registration.addMappingForUrlPatterns(
                    EnumSet.of(
                            DispatcherType.FORWARD, DispatcherType.INCLUDE, DispatcherType.ASYNC, DispatcherType.ERROR),
                    true,
                    "/*");
            // A dispatch by name has no path; every container accepts the star for all servlets.
            registration.addMappingForServletNames(
                    EnumSet.of(DispatcherType.FORWARD, DispatcherType.INCLUDE), true, "*");
        } catch (IllegalStateException | UnsupportedOperationException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the container does not let the licensing filter map itself: register it for the dispatcher types"
                            + " REQUEST, FORWARD, INCLUDE, ASYNC and ERROR, or dispatched requests are not checked",
                    e);
        }
    }
}
