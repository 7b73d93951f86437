package io.github.licensing4j.servlet.admin;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Builds every route of the admin API. */
final class Routes {
    static final RouteTable<Handler> ADMIN = new RouteTable<>(all());

    private Routes() {}

    /** Answers an administrator's request. */
    interface Handler {
        Answer answer(Exchange exchange) throws IOException;
    }

    /** Returns a route of the admin API. */
    static Route<Handler> route(String method, String path, Handler handler) {
        return new Route<>(method, path, handler);
    }

    private static List<Route<Handler>> all() {
        List<Route<Handler>> routes = new ArrayList<>();
        routes.addAll(LicenseRoutes.all());
        routes.addAll(CredentialRoutes.all());
        routes.addAll(SeatRoutes.all());
        routes.addAll(UsageRoutes.all());
        routes.addAll(ForecastRoutes.all());
        routes.addAll(InsightRoutes.all());
        routes.addAll(SignalRoutes.all());
        routes.addAll(DeliveryRoutes.all());
        routes.addAll(OperationRoutes.all());
        routes.addAll(WhatIfRoutes.all());
        routes.addAll(ShadowRoutes.all());
        routes.addAll(PlanMoveRoutes.all());
        return List.copyOf(routes);
    }
}
