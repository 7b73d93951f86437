package io.github.licensing4j.servlet.admin;

import io.github.licensing4j.Signal;
import io.github.licensing4j.admin.SignalFilter;
import io.github.licensing4j.admin.UsageForecast;
import java.util.List;
import java.util.Set;

/** The route of forecasts and signals of a license. */
final class ForecastRoutes {
    private ForecastRoutes() {}

    static List<Route<Routes.Handler>> all() {
        return List.of(Routes.route("GET", "/insights/licenses/{id}", ForecastRoutes::license));
    }

    private static Answer license(Exchange exchange) {
        exchange.query(Set.of());
        List<UsageForecast> forecasts = exchange.admin().usage().forecasts(exchange.id());
        List<Signal> signals = exchange.admin()
                .signals()
                .list(SignalFilter.openOf(exchange.id()))
                .items();
        return Answer.ok(ForecastViews.license(forecasts, signals, exchange.catalog()));
    }
}
