package io.github.licensing4j.servlet.admin;

import io.github.licensing4j.Page;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.Seats;
import io.github.licensing4j.admin.Seats.SeatRequest;
import io.github.licensing4j.admin.Seats.SeatView;
import io.github.licensing4j.servlet.admin.SeatJson.NamedSeatJson;
import io.github.licensing4j.servlet.admin.SeatJson.SeatsJson;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** The routes of the holders of seats. */
final class SeatRoutes {
    private SeatRoutes() {}

    static List<Route<Routes.Handler>> all() {
        return List.of(
                Routes.route("GET", "/licenses/{id}/seats", SeatRoutes::list),
                Routes.route("POST", "/licenses/{id}/seats", SeatRoutes::assign),
                Routes.route("DELETE", "/licenses/{id}/seats", SeatRoutes::release));
    }

    private static Answer list(Exchange exchange) {
        Query query = exchange.query(Set.of("cursor", "limit"));
        Page<SeatView> page = seats(exchange).list(exchange.id(), query.text("cursor"), Exchange.limit(query));
        return Answer.ok(new SeatsJson(page.items().stream().map(SeatJson::of).toList(), page.next()));
    }

    private static Answer assign(Exchange exchange) throws IOException {
        RequestBody<NamedSeatJson> body = exchange.body(NamedSeatJson.class);
        SeatRequest wanted = body.value().seat();
        AdminContext by = exchange.adminContextOnce(body);
        return Answer.created(SeatJson.of(seats(exchange).assign(exchange.id(), wanted, by)));
    }

    /** Takes the holder from the body, because names of users do not belong into addresses. */
    private static Answer release(Exchange exchange) throws IOException {
        NamedSeatJson body = exchange.body(NamedSeatJson.class).value();
        AdminContext by = exchange.adminContext(body);
        return Answer.ok(SeatJson.of(seats(exchange).release(exchange.id(), body.seat(), by)));
    }

    private static Seats seats(Exchange exchange) {
        return exchange.admin().seats();
    }
}
