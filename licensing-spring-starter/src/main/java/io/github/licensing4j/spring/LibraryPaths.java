package io.github.licensing4j.spring;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.servlet.admin.AdminAccess;
import io.github.licensing4j.servlet.admin.ManagementServlet;
import io.github.licensing4j.servlet.admin.ManagementServletBuilder;
import java.util.List;

/** The library's own paths: outside the license check, and closed to administrators until access is configured. */
final class LibraryPaths {
    private LibraryPaths() {}

    /** Returns the paths of the library's servlet. */
    static List<String> own(LicensingProperties properties) {
        String path = properties.admin().path();
        if (!path.matches("(/[A-Za-z0-9._~-]+)+")) {
            throw new LicensingException("licensing.admin.path is '" + path
                    + "', expected a path such as /licensing/v1 without a final slash");
        }
        return List.of(path + "/**", ManagementServlet.JWKS);
    }

    static AdminAccess access(LicensingProperties properties) {
        String token = properties.admin().token();
        return token == null || token.isBlank() ? AdminAccess.off() : AdminAccess.token(token);
    }

    /** Allows pages of the configured origins to use the paths of callers. */
    static ManagementServletBuilder withOrigins(ManagementServletBuilder servlet, LicensingProperties properties) {
        try {
            return servlet.allowedOrigins(properties.cors().allowedOrigins());
        } catch (LicensingException e) {
            throw new LicensingException("licensing.cors.allowed-origins: " + e.getMessage(), e);
        }
    }
}
