package io.github.licensing4j.servlet.admin;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.LicensingInfo;
import io.github.licensing4j.admin.LicenseManagement;
import io.github.licensing4j.servlet.LicensingFilter;
import java.net.URI;
import java.util.Collection;
import java.util.List;

/** Builds the servlet. Every option states its default. Not safe for use by many threads; the servlet is. */
public final class ManagementServletBuilder {
    private final LicenseManagement licenses;
    private final LicensingInfo info;
    private final LicensingFilter filter;
    private AdminAccess access = AdminAccess.off();
    private URI problemsBaseUri = URI.create("https://licensing4j.github.io/problems/");
    private Cors cors = Cors.of(List.of());

    /**
     * Starts with every default.
     *
     * @param licenses the licenses to administer
     * @param info describes the catalog and the limits of the same engine
     * @param filter the filter that reads and refuses callers' credentials
     */
    public ManagementServletBuilder(LicenseManagement licenses, LicensingInfo info, LicensingFilter filter) {
        this.licenses = licenses;
        this.info = info;
        this.filter = filter;
    }

    /** Sets who may manage licenses: default no one, and the admin API answers 404. */
    public ManagementServletBuilder access(AdminAccess access) {
        this.access = access;
        return this;
    }

    /** Sets the base of the {@code type} of problems: default {@code https://licensing4j.github.io/problems/}. */
    public ManagementServletBuilder problemsBaseUri(URI base) {
        this.problemsBaseUri = base;
        return this;
    }

    /**
     * Sets the origins whose pages may use the paths of callers ({@code /token}, {@code /me}, public keys and status
     * lists): default none. The admin API is closed to other origins.
     *
     * @param origins such as {@code https://app.example}, or {@code *} for every origin
     * @throws LicensingException if one is no origin
     */
    public ManagementServletBuilder allowedOrigins(Collection<String> origins) {
        this.cors = Cors.of(origins);
        return this;
    }

    /** Builds the servlet. */
    public ManagementServlet build() {
        return new ManagementServlet(
                licenses, info, filter, new ManagementServlet.Answers(access, problemsBaseUri, cors));
    }
}
