package io.github.licensing4j.servlet.admin;

import java.util.List;
import java.util.Set;

/** The routes of forecasts. */
final class ForecastRoutes {
    private ForecastRoutes() {}

    static List<Route<Routes.Handler>> all() {
        return List.of(Routes.route("GET", "/insights/licenses/{id}", ForecastRoutes::license));
    }

    private static Answer license(Exchange exchange) {
        exchange.query(Set.of());
        return Answer.ok(ForecastViews.license(exchange.admin().usage().forecasts(exchange.id()), exchange.catalog()));
    }
}
