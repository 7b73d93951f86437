package io.github.licensing4j.spring;

import io.github.licensing4j.RequestPath;
import io.github.licensing4j.servlet.LicensingFilter;
import io.github.licensing4j.servlet.admin.AdminAccess;
import io.github.licensing4j.servlet.admin.ManagementServlet;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Recognizes requests to the library's own paths. A request with an ambiguous path and a dispatched request are not
 * among them.
 *
 * @param filter the filter that reads requests
 * @param adminPath the configured path of the admin API
 * @param access who may manage licenses
 * @param callerFields the header fields of a caller that the library reads itself, in lower case
 */
record LibraryRequests(LicensingFilter filter, String adminPath, AdminAccess access, Set<String> callerFields) {
    private static final Set<String> CREDENTIALS = Set.of("authorization", "dpop", "x-api-key", "license-token");

    /**
     * Returns the header fields of callers. The library answers CORS requests of callers if origins are allowed;
     * otherwise the host does.
     */
    static Set<String> callerFields(LicensingProperties properties) {
        Set<String> fields = new TreeSet<>(CREDENTIALS);
        if (!properties.cors().allowedOrigins().isEmpty()) {
            fields.add("origin");
        }
        return fields;
    }

    /** Returns whether the library answers the request itself. */
    boolean contains(HttpServletRequest request) {
        String path = path(request);
        return path != null && isOwn(path);
    }

    /**
     * Returns the header fields that are for the library only: those of a caller, and the admin token if it is valid.
     */
    Set<String> fieldsOfLibrary(HttpServletRequest request) {
        String path = path(request);
        if (path == null || !isOwn(path)) {
            return Set.of();
        }
        if (isOfCallers(path)) {
            return callerFields;
        }
        return request.getHeader("Authorization") != null
                        && access.judge(request) instanceof AdminAccess.Verdict.Allowed
                ? CREDENTIALS
                : Set.of();
    }

    private boolean isOwn(String path) {
        return path.equals(ManagementServlet.JWKS) || path.equals(adminPath) || path.startsWith(adminPath + "/");
    }

    private boolean isOfCallers(String path) {
        return path.equals(ManagementServlet.JWKS) || ManagementServlet.isOfCallers(path.substring(adminPath.length()));
    }

    private @Nullable String path(HttpServletRequest request) {
        return request.getDispatcherType() == DispatcherType.REQUEST
                        && filter.pendingCall(request).call().path() instanceof RequestPath.Canonical canonical
                ? canonical.value()
                : null;
    }
}
