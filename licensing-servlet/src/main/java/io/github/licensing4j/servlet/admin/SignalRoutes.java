package io.github.licensing4j.servlet.admin;

import io.github.licensing4j.Page;
import io.github.licensing4j.Signal;
import io.github.licensing4j.SignalKind;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.SignalFilter;
import io.github.licensing4j.admin.Signals;
import io.github.licensing4j.servlet.admin.LicenseRequests.ReasonJson;
import io.github.licensing4j.servlet.admin.SignalJson.SignalMuteJson;
import io.github.licensing4j.servlet.admin.SignalJson.SignalsJson;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The routes of signals. */
final class SignalRoutes {
    private SignalRoutes() {}

    static List<Route<Routes.Handler>> all() {
        return List.of(
                Routes.route("GET", "/insights/signals", SignalRoutes::list),
                Routes.route("GET", "/insights/signals/{id}", SignalRoutes::get),
                Routes.route("POST", "/insights/signals/{id}/mute", SignalRoutes::mute),
                Routes.route("DELETE", "/insights/signals/{id}/mute", SignalRoutes::unmute),
                Routes.route("DELETE", "/insights/signals/{id}/answer", SignalRoutes::revokeAnswer));
    }

    private static Answer list(Exchange exchange) {
        Query query = exchange.query(Set.of("issuer", "license", "kind", "state", "cursor", "limit"));
        Page<Signal> page = signals(exchange)
                .list(new SignalFilter(
                        query.text("issuer"),
                        query.text("license"),
                        kind(query.text("kind")),
                        isOpen(query.text("state")),
                        query.text("cursor"),
                        Exchange.limit(query)));
        return Answer.ok(
                new SignalsJson(page.items().stream().map(SignalJson::of).toList(), page.next()));
    }

    private static @Nullable SignalKind kind(@Nullable String text) {
        if (text == null) {
            return null;
        }
        return Stream.of(SignalKind.values())
                .filter(kind -> kind.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new InvalidFieldException(
                        "kind",
                        "expected one of "
                                + Stream.of(SignalKind.values())
                                        .map(SignalKind::text)
                                        .collect(Collectors.joining(", "))));
    }

    private static boolean isOpen(@Nullable String state) {
        if (state == null || state.equals("open")) {
            return true;
        }
        if (state.equals("all")) {
            return false;
        }
        throw new InvalidFieldException("state", "expected open or all");
    }

    private static Answer get(Exchange exchange) {
        exchange.query(Set.of());
        return Answer.ok(SignalJson.of(signals(exchange).get(exchange.id())));
    }

    private static Answer mute(Exchange exchange) throws IOException {
        SignalMuteJson body = exchange.body(SignalMuteJson.class).value();
        return Answer.ok(
                SignalJson.of(signals(exchange).mute(exchange.id(), body.until(), exchange.adminContext(body))));
    }

    private static Answer unmute(Exchange exchange) throws IOException {
        ReasonJson body = exchange.body(ReasonJson.class).value();
        return Answer.ok(SignalJson.of(signals(exchange).mute(exchange.id(), null, exchange.adminContext(body))));
    }

    private static Answer revokeAnswer(Exchange exchange) throws IOException {
        ReasonJson body = exchange.body(ReasonJson.class).value();
        return Answer.ok(SignalJson.of(signals(exchange).revokeAnswer(exchange.id(), exchange.adminContext(body))));
    }

    private static Signals signals(Exchange exchange) {
        return exchange.admin().signals();
    }
}
