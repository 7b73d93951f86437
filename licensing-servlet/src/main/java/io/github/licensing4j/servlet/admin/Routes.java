package io.github.licensing4j.servlet.admin;

import java.util.ArrayList;
import java.util.List;

/** Every route of the admin API. */
final class Routes {
    static final List<Route> ADMIN = all();

    private Routes() {}

    private static List<Route> all() {
        List<Route> routes = new ArrayList<>();
        routes.addAll(LicenseRoutes.all());
        routes.addAll(CredentialRoutes.all());
        routes.addAll(OperationRoutes.all());
        return List.copyOf(routes);
    }
}
