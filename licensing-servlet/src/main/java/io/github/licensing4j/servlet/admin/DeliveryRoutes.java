package io.github.licensing4j.servlet.admin;

import io.github.licensing4j.Page;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.DeadExportView;
import io.github.licensing4j.servlet.admin.DeliveryResponses.DeadExportsJson;
import io.github.licensing4j.servlet.admin.DeliveryResponses.DeadMessagesJson;
import io.github.licensing4j.servlet.admin.DeliveryResponses.ReplayedJson;
import io.github.licensing4j.servlet.admin.LicenseRequests.ReasonJson;
import io.github.licensing4j.servlet.admin.UsageRequests.ReplayJson;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** The routes of reconciliation, exports and webhook deliveries. */
final class DeliveryRoutes {
    private DeliveryRoutes() {}

    static List<Route<Routes.Handler>> all() {
        return List.of(
                Routes.route("GET", "/reconciliation", DeliveryRoutes::reconcile),
                Routes.route("GET", "/exports/dead", DeliveryRoutes::deadExports),
                Routes.route("POST", "/exports/dead/replay", DeliveryRoutes::replayExports),
                Routes.route("GET", "/webhooks/dead", DeliveryRoutes::deadMessages),
                Routes.route("POST", "/webhooks/dead/{id}/replay", DeliveryRoutes::replayMessage));
    }

    private static Answer reconcile(Exchange exchange) {
        exchange.query(Set.of());
        return Answer.ok(DeliveryViews.report(exchange.admin().usage().reconcile(), exchange.catalog()));
    }

    private static Answer deadExports(Exchange exchange) {
        Query query = exchange.query(Set.of("cursor", "limit"));
        Page<DeadExportView> page = exchange.admin().usage().deadExports(query.text("cursor"), Exchange.limit(query));
        return Answer.ok(new DeadExportsJson(
                page.items().stream().map(DeliveryViews::event).toList(), page.next()));
    }

    private static Answer replayExports(Exchange exchange) throws IOException {
        RequestBody<ReplayJson> body = exchange.body(ReplayJson.class);
        List<String> ids = body.value().events();
        AdminContext by = exchange.adminContextOnce(body);
        return Answer.ok(new ReplayedJson(exchange.admin().usage().replayExports(ids, by)));
    }

    private static Answer deadMessages(Exchange exchange) {
        int limit = Exchange.limit(exchange.query(Set.of("limit")));
        return Answer.ok(new DeadMessagesJson(exchange.admin().webhooks().dead(limit).stream()
                .map(DeliveryViews::message)
                .toList()));
    }

    private static Answer replayMessage(Exchange exchange) throws IOException {
        AdminContext by = exchange.adminContextOnce(exchange.body(ReasonJson.class));
        exchange.admin().webhooks().replay(exchange.id(), by);
        return Answer.noContent();
    }
}
