package io.github.licensing4j.servlet.admin;

import java.util.List;
import java.util.Set;

/** The routes of what usage shows. */
final class InsightRoutes {
    private InsightRoutes() {}

    static List<Route<Routes.Handler>> all() {
        return List.of(Routes.route("GET", "/insights/licenses/{id}", InsightRoutes::license));
    }

    private static Answer license(Exchange exchange) {
        exchange.query(Set.of());
        return Answer.ok(InsightJson.license(exchange.admin().insights().license(exchange.id()), exchange.catalog()));
    }
}
